import type { Exercise } from '../exercise.ts'

export const severity: Exercise = {
  id: 'severity',
  step: 3,
  title: 'How grave an alert is, as a sum of parts',
  minutes: 15,
  package: 'step-3-persistence',
  file: 'alert/severity-score.ts',
  tests: ['src/alert/severity-score.test.ts'],
  hints: [
    'Write the five parts as a list of { part, points } first; the points are the sum of the list.',
    'Repetition: Math.floor(Math.log2(count)) is 0 for 1, 1 for 2 and 3, 2 for 4 … and at most 5: Math.min(5, …).',
    'The band of the points: severities[Math.floor(points / bandPoints)], but no further than the last of the five severities, since 100 / 20 is 5.',
  ],
  mistakes: [
    {
      mistake: 'lets repetition grow without an end',
      in: 'Math.min(5, Math.floor(Math.log2(Math.max(1, input.count))))',
      by: 'Math.floor(Math.log2(Math.max(1, input.count)))',
      caughtBy: 'never leaves medium on the word of one detector, however loud',
    },
    {
      mistake: 'counts the first detector as agreement',
      in: 'Math.min(2, input.detectorCount - 1) * 5',
      by: 'Math.min(2, input.detectorCount) * 5',
      caughtBy: 'is the sum of its parts',
    },
    {
      mistake: 'gives a second detector too few points to matter',
      in: 'Math.min(2, input.detectorCount - 1) * 5',
      by: 'Math.min(2, input.detectorCount - 1) * 2',
      caughtBy: 'with 2 detectors at their loudest is high',
    },
    {
      mistake: 'gives a second detector a whole band',
      in: 'Math.min(2, input.detectorCount - 1) * 5',
      by: 'Math.min(2, input.detectorCount - 1) * 10',
      caughtBy: 'gives 5 points to each further detector, and 10 at most',
    },
    {
      mistake: 'lets any number of detectors add up',
      in: 'Math.min(2, input.detectorCount - 1)',
      by: '(input.detectorCount - 1)',
      caughtBy: 'gives 5 points to each further detector, and 10 at most',
    },
    {
      mistake: 'goes beyond 100',
      in: 'const pointsMax = 100',
      by: 'const pointsMax = 1_000',
      caughtBy: 'stays at 100',
    },
    {
      mistake: 'counts every repetition, not each doubling',
      in: 'Math.floor(Math.log2(Math.max(1, input.count)))',
      by: 'input.count',
      caughtBy: 'is the sum of its parts',
    },
    {
      mistake: 'does not round the score',
      in: 'Math.round(input.score * 5)',
      by: 'input.score * 5',
      caughtBy: 'is the sum of its parts',
    },
  ],
}
