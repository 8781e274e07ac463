import type { Exercise } from '../exercise.ts'

export const windowFeature: Exercise = {
  id: 'window-feature',
  step: 2,
  title: 'A feature of a window: the entropy of ports',
  minutes: 15,
  package: 'step-2-capture',
  file: 'features/port-entropy.ts',
  tests: ['src/features/port-entropy.test.ts'],
  hints: [
    'Take the formula as it stands: log2(n) - logSum / n. What is left are the cases in which it fails: n = 0, and a result just below 0.',
    'Write a small function for c · log2(c) that gives 0 for c = 0; portLogIncrease is its value at c minus its value at c - 1.',
    'Math.max(0, …) keeps the entropy from falling below 0.',
  ],
  mistakes: [
    {
      mistake: 'gives NaN for a host without flows',
      in: 'if (flowCount === 0) return 0',
      by: '',
      caughtBy: 'is 0 of no flow, and 0 while all flows go to one port',
    },
    {
      mistake: 'falls below 0 by rounding',
      in: 'Math.max(0, Math.log2(flowCount) - logSum / flowCount)',
      by: 'Math.log2(flowCount) - logSum / flowCount',
      caughtBy: 'is never below 0, also where digits are lost',
    },
    {
      mistake: 'measures in nats instead of bits',
      in: 'Math.log2(flowCount)',
      by: 'Math.log(flowCount)',
      caughtBy: 'is 1 bit of two ports that are as frequent, and 10 of 1,024',
    },
    {
      mistake: 'gives NaN for the first flow to a port',
      in: 'return count === 0 ? 0 : count * Math.log2(count)',
      by: 'return count * Math.log2(count)',
      caughtBy: 'is nothing for the first flow to a port',
    },
    {
      mistake: 'adds the whole of c · log2(c) each time',
      in: 'countTimesLog(portCount) - countTimesLog(portCount - 1)',
      by: 'countTimesLog(portCount)',
      caughtBy: 'grows with the flows that go there already',
    },
    {
      mistake: 'divides by the logarithm',
      in: '- logSum / flowCount',
      by: '- logSum / Math.log2(flowCount + 1)',
      caughtBy: 'lies between where one port is more frequent',
    },
  ],
}
