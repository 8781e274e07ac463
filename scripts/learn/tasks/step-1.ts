import type { Task } from '../task.ts'

const sample = '@samples/sample_batch.json'

export const step1Tasks: readonly Task[] = [
  {
    step: 1,
    number: 1,
    says: ['`src/routes/train.ts`', 'contamination to 0.2', '10, 11, 12 or 13'],
    changes: [
      {
        package: 'step-1-skeleton',
        file: 'routes/train.ts',
        in: 'const contamination = 0.05',
        by: 'const contamination = 0.2',
      },
    ],
    outcome: {
      kind: 'server',
      requests: [
        { ask: ['post', '/train', sample, 'threshold'], shows: /^0\.8$/ },
        { ask: ['post', '/analyze', sample, 'anomalies'], shows: /^1[0-3]$/ },
      ],
    },
  },
  {
    step: 1,
    number: 2,
    says: ['`src/schema.ts`', '`degraded`'],
    changes: [
      {
        package: 'step-1-skeleton',
        file: 'schema.ts',
        in: "['size', 'proto'] as const",
        by: "['size', 'proto', 'second'] as const",
      },
      {
        package: 'step-1-skeleton',
        file: 'schema.ts',
        in: '[size: number, proto: number] {\n  return [item.size, item.proto]',
        by: '[size: number, proto: number, second: number] {\n  return [item.size, item.proto, (item.ts ?? 0) % 60]',
      },
    ],
    outcome: {
      kind: 'server',
      before: [{ ask: ['post', '/train', sample, 'features'], shows: /^\["size","proto"\]$/ }],
      requests: [
        { ask: ['get', '/health', 'status'], shows: /^degraded$/ },
        {
          ask: ['post', '/train', sample, 'features'],
          shows: /^\["size","proto","second"\]$/,
        },
        { ask: ['get', '/health', 'status'], shows: /^ok$/ },
      ],
    },
  },
  {
    step: 1,
    number: 3,
    says: ['`src/z-score.ts`', '`src/algorithms.ts`', 'raw score'],
    changes: [
      {
        package: 'step-1-skeleton',
        file: 'z-score.ts',
        by: `import type { Algorithm, Scorer } from './algorithm.ts'

const scorer: Scorer = {
  score: (row) => Math.max(...row.map(Math.abs)),
  toState: () => null,
}
export const zScore: Algorithm = {
  name: 'z-score',
  train: () => scorer,
  restore: () => scorer,
}
`,
      },
      {
        package: 'step-1-skeleton',
        file: 'algorithms.ts',
        in: "name === 'own-forest' ? createOwnForest(Math.random) : isolationForest",
        by: "name === 'own-forest' ? createOwnForest(Math.random) : zScore",
      },
      {
        package: 'step-1-skeleton',
        file: 'algorithms.ts',
        in: "import { createOwnForest } from './own-forest.ts'\n",
        by: "import { createOwnForest } from './own-forest.ts'\nimport { zScore } from './z-score.ts'\n",
      },
    ],
    outcome: {
      kind: 'server',
      requests: [
        { ask: ['post', '/train', sample, 'algorithm'], shows: /^z-score$/ },
        {
          ask: [
            'post',
            '/analyze',
            '{items: [{size: 65535, proto: 6}, {size: 1000000, proto: 6}]}',
            'results',
          ],
          shows: /"raw_score":7\.59.+"raw_score":118\.8/,
        },
      ],
    },
  },
]
