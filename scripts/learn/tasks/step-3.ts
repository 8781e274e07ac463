import type { Request, Task } from '../task.ts'

const scans = '/api/alerts?kind=vertical_port_scan'

/** Plays the scan of the lesson to its end, and counts the alerts of it. */
function played(alertCount: number): readonly Request[] {
  return [
    {
      ask: [
        'post',
        '/api/start',
        '{source: {kind: simulate, scenario: vertical_port_scan, seed: 2}}',
        'started',
      ],
      shows: /^true$/,
    },
    { ask: ['get', '/api/status', 'state', '--until', 'done'], shows: /^done$/ },
    { ask: ['get', scans, 'total', '--until', String(alertCount)], shows: /^\d$/ },
  ]
}

export const step3Tasks: readonly Task[] = [
  {
    step: 3,
    number: 1,
    says: [
      '`src/alert/severity-score.ts`',
      'npm test -- --project step-3-persistence severity-score',
    ],
    changes: [
      {
        package: 'step-3-persistence',
        file: 'alert/severity-score.ts',
        in: 'Math.min(5, Math.floor(Math.log2(Math.max(1, input.count))))',
        by: 'Math.min(10, Math.floor(Math.log2(Math.max(1, input.count))))',
      },
    ],
    outcome: {
      kind: 'red',
      package: 'step-3-persistence',
      tests: ['src/alert/severity-score.test.ts'],
      fail: ['never leaves'],
    },
  },
  {
    step: 3,
    number: 2,
    says: ['`src/alert/group-key.ts`', '`v2`'],
    changes: [
      {
        package: 'step-3-persistence',
        file: 'alert/group-key.ts',
        in: "return ['v1', kind, source,",
        by: "return ['v2', kind, source.replace(/^(\\d+\\.\\d+\\.\\d+)\\.\\d+$/, '$1.0/24'),",
      },
    ],
    outcome: { kind: 'server', before: played(1), requests: played(2) },
  },
]
