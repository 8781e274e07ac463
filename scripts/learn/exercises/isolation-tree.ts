import type { Exercise } from '../exercise.ts'

export const isolationTree: Exercise = {
  id: 'isolation-tree',
  step: 1,
  title: 'An isolation tree of your own',
  minutes: 35,
  package: 'step-1-skeleton',
  file: 'isolation-tree.ts',
  tests: ['src/isolation-tree.test.ts'],
  hints: [
    'averagePathLength is three lines: two early returns, and the formula with Math.log.',
    'pathLength calls itself: on a number it returns averagePathLength of it; on a split it is 1 plus the path in one of the halves, chosen by comparing row[column] with the value.',
    'For growTree, make a list of the columns with their smallest and largest value first (Math.min(...values), Math.max(...values)), and keep those where they differ. A random element of a list is list[Math.floor(random() * list.length)].',
    'A cut value of high - random() * (high - low) lies above low and at most at high, so a row is below it and a row is not, whatever random() gives. Then: [column, value, growTree(rows below, { depthMax: depthMax - 1, random }), growTree(the others, …)].',
  ],
  mistakes: [
    {
      mistake: 'only ever cuts the first column that can be cut',
      in: 'ranges[Math.floor(random() * ranges.length)]',
      by: 'ranges[0]',
      caughtBy: 'cuts every column that can be cut, and never a constant one',
    },
    {
      mistake: 'chooses constant columns as well',
      in: '.filter(({ low, high }) => low < high)',
      by: '.filter(({ low, high }) => low <= high)',
      caughtBy: 'cuts every column that can be cut, and never a constant one',
    },
    {
      mistake: 'counts the cut from the low end, so that a half may be empty',
      in: 'high - random() * (high - low)',
      by: 'low + random() * (high - low)',
      caughtBy: 'leaves no half empty, whatever the random number',
    },
    {
      mistake: 'cuts between 0 and the largest value',
      in: 'high - random() * (high - low)',
      by: 'high - random() * high',
      caughtBy: 'leaves no half empty, whatever the random number',
    },
    {
      mistake: 'never uses up the depth',
      in: 'depthMax: depthMax - 1',
      by: 'depthMax',
      caughtBy: 'stops at the depth limit, and keeps every row in one leaf',
    },
    {
      mistake: 'forgets the rows that a leaf holds together',
      in: 'return averagePathLength(tree)',
      by: 'return 0',
      caughtBy: 'adds what the rows of a crowded leaf would still have taken',
    },
    {
      mistake: 'sends a row at the value of a cut below it',
      in: '(row[column] as number) < value ? below',
      by: '(row[column] as number) <= value ? below',
      caughtBy: 'takes a row at the value of a cut to the half that is not below',
    },
    {
      mistake: 'does not count the cuts on the way',
      in: 'return 1 + pathLength',
      by: 'return pathLength',
      caughtBy: 'counts the cuts from the root to the leaf',
    },
    {
      mistake: 'uses the formula for two rows, where it is far off',
      in: 'if (rowCount === 2) return 1',
      by: '',
      caughtBy: 'of 2 rows takes 1 cuts',
    },
    {
      mistake: 'always cuts in the middle',
      in: 'high - random() * (high - low)',
      by: '(high + low) / 2',
      caughtBy: 'cuts between the smallest and the largest value of a column',
    },
  ],
}
