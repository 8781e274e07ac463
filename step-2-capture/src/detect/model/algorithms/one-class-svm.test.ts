import { expect, test } from 'vitest'
import { createOneClassSvm, svmRowCountMax } from './one-class-svm.ts'

const rows = Array.from({ length: 60 }, (_, i) =>
  i === 13
    ? [6, -4, 3]
    : [Math.sin(i * 1.7) * 2, Math.cos(i * 0.37) + i / 30, Math.sin(i * i * 0.11)],
)
const queries = [
  [0, 0, 0],
  [1, 1.5, 0.5],
  [6, -4, 3],
  [-2, 3, -1],
  [20, 20, 20],
]

/** scikit-learn 1.2.1 (libsvm): OneClassSVM(nu, gamma, tol=1e-6), `-decision_function`. */
const references = [
  {
    name: 'ν 0.1 and the default gamma',
    options: { outsideShare: 0.1 },
    scores: [-0.192543, -0.259779, 0.280952, 0.226989, 1.281601],
    outside: [3, 8, 11, 13, 50, 52, 53],
  },
  {
    name: 'ν 0.5 and the default gamma',
    options: { outsideShare: 0.5 },
    scores: [-1.478683, -1.461986, 8.649662, 4.335355, 9.651457],
    outside: [
      3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 21, 23, 25, 26, 27, 30, 31, 34, 36, 38, 47, 48, 49, 50, 51,
      52, 53, 54, 56,
    ],
  },
  {
    name: 'ν 0.2 and gamma 0.7',
    options: { outsideShare: 0.2, gamma: 0.7 },
    scores: [-0.131101, -0.089202, 0.107718, 0.36534, 1.107718],
    outside: [1, 7, 9, 11, 13, 21, 23, 26, 27, 34, 38, 39, 49, 51, 52],
  },
]

test.each(references)('scores rows as libsvm does with $name', ({ options, scores }) => {
  const scorer = createOneClassSvm(options).train(rows)
  queries.forEach((row, index) => {
    expect(Math.abs(scorer.score(row) - scores[index]!)).toBeLessThan(2e-3)
  })
})

test.each(references)('flags the rows that libsvm flags with $name', ({ options, outside }) => {
  const scorer = createOneClassSvm(options).train(rows)
  // Rows on the boundary itself score 0, but for the tolerance of either solver.
  for (const [index, row] of rows.entries()) {
    if (outside.includes(index)) expect(scorer.score(row)).toBeGreaterThan(-2e-3)
    else expect(scorer.score(row)).toBeLessThan(2e-3)
  }
})

test('learns from a sample when there are more rows than the kernel matrix has room for', () => {
  const many = Array.from({ length: svmRowCountMax + 500 }, (_, i) => [Math.sin(i), Math.cos(i)])
  const scorer = createOneClassSvm({ outsideShare: 0.05 }).train(many)
  expect(scorer.score([0.1, 3])).toBeGreaterThan(scorer.score([Math.sin(1), Math.cos(1)]))
})
