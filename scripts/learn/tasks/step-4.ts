import type { Task } from '../task.ts'

export const step4Tasks: readonly Task[] = [
  {
    step: 4,
    number: 1,
    says: ['`../step-1-skeleton/src/guard/access.ts`', 'isOwnOrigin'],
    changes: [
      {
        package: 'step-1-skeleton',
        file: 'guard/access.ts',
        in: '  if (facts.origin !== undefined && !isOwnOrigin(facts.origin, ownHosts)) return foreignOrigin()\n',
        by: '',
      },
    ],
    outcome: {
      kind: 'red',
      package: 'step-4-dashboard',
      tests: ['test/guard.test.ts'],
      fail: [
        'starts nothing: with its Origin',
        'starts nothing: from another port of this machine',
        'starts nothing: of a name that only begins like ours',
        'starts nothing: without an origin of its own',
        // A run is on by now, so these see one that they did not start.
        'starts nothing: that the browser calls cross-site',
        'starts nothing: that the browser calls same-site',
        'starts nothing: disguised as text',
        'may not read the events, although reading changes nothing',
      ],
    },
  },
  {
    step: 4,
    number: 2,
    says: ['`src/live/tick-buffer.ts`', 'shows 50 packets a tick, and 100 alerts'],
    changes: [
      {
        package: 'step-4-dashboard',
        file: 'live/tick-buffer.ts',
        in: 'export const packetRowsPerTickMax = 50',
        by: 'export const packetRowsPerTickMax = 1',
      },
    ],
    outcome: {
      kind: 'red',
      package: 'step-4-dashboard',
      tests: ['src/live/tick-buffer.test.ts'],
      fail: ['shows 50 packets a tick, and 100 alerts'],
    },
  },
]
