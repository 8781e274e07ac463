import { severities, severityRank } from 'step-2-capture'
import { describe, expect, it } from 'vitest'
import { type SeverityInput, scoreSeverity } from './severity-score.ts'

const least: SeverityInput = {
  detected: 'medium',
  score: 0,
  confidence: 0,
  count: 1,
  detectorCount: 1,
}

describe('the severity score', () => {
  it('is the sum of its parts', () => {
    const { points, parts, severity } = scoreSeverity({
      ...least,
      score: 0.9,
      confidence: 0.8,
      count: 8,
    })
    expect(parts).toEqual([
      { part: 'detected', points: 40 },
      { part: 'score', points: 5 },
      { part: 'confidence', points: 4 },
      { part: 'repetition', points: 3 },
      { part: 'agreement', points: 0 },
    ])
    expect({ points, severity }).toEqual({ points: 52, severity: 'medium' })
  })

  it.each(severities)('never leaves %s on the word of one detector, however loud', (detected) => {
    const loudest = { detected, score: 1, confidence: 1, count: 1e9, detectorCount: 1 }
    expect(scoreSeverity({ ...least, detected }).severity).toBe(detected)
    expect(scoreSeverity(loudest).severity).toBe(detected)
  })

  it.each([
    [1, 'medium'],
    [2, 'high'],
  ] as const)('with %i detectors at their loudest is %s', (detectorCount, severity) => {
    const loudest = { ...least, score: 1, confidence: 1, count: 32, detectorCount }
    expect(scoreSeverity(loudest).severity).toBe(severity)
  })

  it('gives 5 points to each further detector, and 10 at most', () => {
    const points = [1, 2, 3, 9].map((detectorCount) => {
      const { parts } = scoreSeverity({ ...least, detectorCount })
      return parts.find(({ part }) => part === 'agreement')?.points
    })
    expect(points).toEqual([0, 5, 10, 10])
  })

  it('stays at 100', () => {
    const most = { detected: 'critical', score: 1, confidence: 1, count: 1e9 } as const
    const { points, severity } = scoreSeverity({ ...most, detectorCount: 9 })
    expect({ points, severity }).toEqual({ points: 100, severity: 'critical' })
  })

  it('ranks the severities from 0 to 4', () => {
    expect(severities.map(severityRank)).toEqual([0, 1, 2, 3, 4])
  })
})
