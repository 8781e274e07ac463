import type { Guard } from './guard.ts'

const inPackage = { package: 'step-4-dashboard' } as const

/** Between the live connection and its clients. */
export const guardsOfStep4: readonly Guard[] = [
  {
    name: 'a socket that never reads is sent no more',
    threats: [35, 43],
    change: {
      ...inPackage,
      file: 'live/late-sockets.ts',
      in: 'return this.#pending.has(socket.id) || waitingCount(socket) > messagesWaitingMax',
      by: 'return false',
    },
    tests: ['src/live/late-sockets.test.ts', 'src/live/sockets.test.ts'],
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
    testPackage: 'step-4-dashboard',
    tests: ['test/e2e/states.e2e.test.ts'],
    testNames: 'no empty list says',
  },
  {
    name: 'a reset of an upgrade does not end the server',
    threats: [43],
    change: {
      ...inPackage,
      file: 'live/sockets.ts',
      in: "server.prependListener('upgrade', ({ socket }: IncomingMessage) => socket.on('error', () => {}))",
      by: '',
    },
    tests: ['src/live/sockets.test.ts'],
  },
  {
    name: 'a session passes where its address is blocked',
    threats: [5],
    change: {
      ...inPackage,
      file: 'access/session-gate.ts',
      in: 'return this.#isOpen(sessionIn(shown.cookie)) ? undefined : super.refusal(shown, address)',
      by: "const error = super.refusal(shown, address)\n    return error?.code === 'E_NO_TOKEN' && this.#isOpen(sessionIn(shown.cookie)) ? undefined : error",
    },
    tests: ['src/access/session.test.ts'],
  },
  {
    name: 'a session is signed',
    threats: [5],
    change: {
      ...inPackage,
      file: 'access/session-gate.ts',
      in: 'if (!isSame(signature, this.#sign(content)) || this.#ended.has(session)) return false',
      by: 'if (signature === "" || this.#ended.has(session)) return false',
    },
    tests: ['src/access/session.test.ts'],
  },
  {
    name: 'a session that was ended opens nothing',
    threats: [5],
    change: {
      ...inPackage,
      file: 'access/session-gate.ts',
      in: 'this.#ended.add(session)',
      by: '',
    },
    tests: ['src/access/session.test.ts'],
  },
  {
    name: 'the code of the link opens one session',
    threats: [5],
    change: {
      ...inPackage,
      file: 'access/session-gate.ts',
      in: 'this.#code = undefined\n    return true',
      by: 'return true',
    },
    tests: ['src/access/session.test.ts'],
  },
]
