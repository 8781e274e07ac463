import type { Guard } from './guard.ts'

const inPackage = { package: 'step-4-dashboard' } as const

/** Between the live connection and its clients. */
export const guardsOfStep4: readonly Guard[] = [
  {
    name: 'a socket that never reads is sent no more',
    threats: [35, 43],
    change: {
      ...inPackage,
      file: 'late-sockets.ts',
      in: 'return this.#pending.has(socket.id) || waitingCount(socket) > messagesWaitingMax',
      by: 'return false',
    },
    tests: ['src/late-sockets.test.ts', 'src/live.test.ts'],
  },
]
