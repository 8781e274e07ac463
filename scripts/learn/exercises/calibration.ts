import type { Exercise } from '../exercise.ts'

export const calibration: Exercise = {
  id: 'calibration',
  step: 1,
  title: 'From a raw score to "stranger than this share"',
  minutes: 25,
  package: 'step-1-skeleton',
  file: 'calibration.ts',
  tests: ['src/calibration.test.ts'],
  hints: [
    'Float64Array.from(scores).sort() sorts numbers as numbers; an ordinary array sorts them as text.',
    'In the sorted list, equal scores stand side by side: from index first up to, but not including, end. Then first is how many are less strange, and (first + end) / 2 / n is the share with half of the ties.',
    'For calibrate, look at the highest score first: above it, use the formula. Otherwise firstAtLeast gives the index of the point at or above raw.',
    'If that index is 0, the answer is its share where raw is that very score, and 0 below it. Otherwise raw lies on the line from point index - 1 to point index: below + fraction * (above - below), where fraction is how far raw lies between the two scores.',
  ],
  mistakes: [
    {
      mistake: 'sorts numbers as text',
      in: 'Float64Array.from(trainingScores).sort()',
      by: '[...trainingScores].sort()',
      caughtBy: 'puts scores in the order of numbers, not of their digits',
    },
    {
      mistake: 'counts no ties',
      in: '(first + end) / 2 / sorted.length',
      by: 'first / sorted.length',
      caughtBy: 'turns a training score into the share of rows below it, half of the ties counted',
    },
    {
      mistake: 'stays at the share of the highest score above it',
      in: 'return 1 - (1 - top) * (span / (span + raw - highest))',
      by: 'return top',
      caughtBy: 'keeps rising towards 1 above the strangest training row',
    },
    {
      mistake: 'divides by a span of 0 where all rows were alike',
      in: '(rawScores[last >> 1] as number) || 1',
      by: '(rawScores[last >> 1] as number)',
      caughtBy: 'knows one score only, when all rows were alike',
    },
    {
      mistake: 'jumps from point to point instead of lying on the line between',
      in: 'return below + fraction * (above - below)',
      by: 'return above',
      caughtBy: 'lies on the line between two training scores',
    },
    {
      mistake: 'gives the share of the first point below it',
      in: 'return raw === rawScores[0] ? above : 0',
      by: 'return above',
      caughtBy: 'gives 0 below the least strange training row',
    },
    {
      mistake: 'keeps a point for each training row',
      in: 'return thin({ rawScores, shares })',
      by: 'return { rawScores, shares }',
      caughtBy: 'stays small and exact at the strange end for a million rows',
    },
    {
      mistake: 'measures by another score than the middle one',
      in: 'rawScores[last >> 1]',
      by: 'rawScores[(last + 1) >> 1]',
      caughtBy: 'approaches 1 in the measure of the upper half of the scores',
    },
  ],
}
