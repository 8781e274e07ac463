import { describe, expect, it } from 'vitest'
import { ordinaryRows, smallModel } from '../../test/small-model.ts'
import { driftOf } from './drift.ts'

const judging = {
  alarmChance: { window: 0.1 / 3600, sequence: 0.001 },
  probabilityMin: 0.5,
  windowGapSecondsMax: 300,
}
const match = { matchWindowCountMin: 100, unusualHostCountMax: 2, unusualHostShareMax: 0.1 }

/** Windows of ten hosts; `strangeHosts` of them do fifty times what is ordinary. */
function windowsOf(count: number, strangeHosts: number) {
  return ordinaryRows(count, 1).map((row, index) => ({
    host: `10.0.0.${index % 10}`,
    startUs: index * 1e7,
    endUs: (index + 1) * 1e7,
    row: index % 10 < strangeHosts ? row.map((value) => value * 50) : row,
  }))
}

describe('the drift of a model', () => {
  it.each([
    ['is steady while no more hosts are unusual than an attack explains', 120, 2, 'steady'],
    ['is drift with one host more', 120, 3, 'drifted'],
    ['is not known before enough windows were seen', 90, 9, 'unknown'],
    ['is not known of no windows', 0, 0, 'unknown'],
  ] as const)('%s', async (_, count, strangeHosts, verdict) => {
    const found = await driftOf(smallModel(1), windowsOf(count, strangeHosts), { judging, match })
    expect(found).toMatchObject({
      verdict,
      windows: count,
      hosts: Math.min(10, count),
      unusual_hosts: strangeHosts,
    })
  })

  it('names what went beyond the training, with the values of then and now', async () => {
    const { moved } = await driftOf(smallModel(1), windowsOf(120, 3), { judging, match })
    expect(moved).toHaveLength(5)
    expect(moved[0]).toMatchObject({ share_above: 0.3 })
    expect(moved[0]?.typical_in_training).toBeCloseTo(10, 0)
    expect(moved[0]?.highest_in_training).toBeLessThan(20)
  })
})
