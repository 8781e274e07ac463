import { describe, expect, it } from 'vitest'
import { ordinaryRows, smallModel } from '../../test/small-model.ts'
import { figuresOf } from './window-figures.ts'

const options = {
  alarmChance: { window: 0.1 / 3600, sequence: 0.001 },
  probabilityMin: 0.5,
  windowGapSecondsMax: 300,
}

describe('the figures of a model', () => {
  it('count the windows above the threshold, and their hosts', async () => {
    const windows = ordinaryRows(50, 1).map((row, index) => ({
      host: `10.0.0.${index % 5}`,
      startUs: index * 1e7,
      endUs: (index + 1) * 1e7,
      row: index % 25 === 3 ? row.map((value) => value * 50) : row,
    }))
    const figures = await figuresOf(smallModel(1), windows, options)
    expect(figures).toMatchObject({ windows: 50, unusual: 2, unusual_share: 0.04, hosts: 1 })
    expect(figures?.score_max).toBeGreaterThan(figures?.score_median ?? 1)
    const more = { ...options, alarmChance: { ...options.alarmChance, window: 1 } }
    expect(await figuresOf(smallModel(1), windows, more)).toMatchObject({ unusual: 50, hosts: 5 })
  })

  it('are none without windows, and name no hosts where none are known', async () => {
    expect(await figuresOf(smallModel(1), [], options)).toBeNull()
    const windows = ordinaryRows(3, 1).map((row) => ({ host: '', startUs: 0, endUs: 0, row }))
    expect(await figuresOf(smallModel(1), windows, options)).not.toHaveProperty('hosts')
  })
})
