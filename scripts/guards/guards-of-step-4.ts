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
  {
    name: 'problems of the server are in the status that pages read',
    threats: [46],
    change: {
      package: 'step-1-skeleton',
      file: 'routes/health.ts',
      in: '...(problems.length > 0 ? { problems } : {}),',
      by: '',
    },
    tests: ['test/e2e/states.e2e.test.ts'],
    testNames: 'no empty list says',
  },
]
