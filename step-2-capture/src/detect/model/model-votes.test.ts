import { describe, expect, it } from 'vitest'
import { membersAgree } from './model-votes.ts'

const sure = 1 - 0.0002
const unsure = 1 - 0.0003

describe('membersAgree', () => {
  it.each([
    [true, { mahalanobis: sure, autoencoder: sure, forest: 0.9 }],
    [false, { mahalanobis: sure, autoencoder: unsure, forest: 0.9 }],
    [false, { mahalanobis: sure, whitened: sure, autoencoder: unsure }],
    [false, { forest: sure }],
    [false, {}],
  ])('is %j of %j', (expected, scores) => {
    const votes = Object.entries(scores).map(([algorithm, score]) => ({ algorithm, score }))
    expect(membersAgree(votes, 0.25 / 1_000)).toBe(expected)
  })
})
