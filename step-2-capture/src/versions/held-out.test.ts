import { describe, expect, it } from 'vitest'
import { ordinaryRows } from '../../test/small-model.ts'
import { hashOfRows, heldOutCountMax, packRows, splitRows, unpackRows } from './held-out.ts'

describe('held-out windows', () => {
  it('are a fifth, in runs of twenty', () => {
    const rows = ordinaryRows(205)
    const { learned, heldOut } = splitRows(rows)
    expect(heldOut).toEqual([...rows.slice(80, 100), ...rows.slice(180, 200)])
    expect(learned).toHaveLength(165)
  })

  it('come back from a file as they were, and of very many a fair share', () => {
    const rows = ordinaryRows(40)
    expect(unpackRows(packRows(rows))).toEqual(rows)
    const many = ordinaryRows(heldOutCountMax * 2)
    const kept = unpackRows(packRows(many)) ?? []
    expect(kept).toHaveLength(heldOutCountMax)
    expect(kept.at(-1)).toEqual(many.at(-2))
    expect(unpackRows('AAAA')).toBeUndefined()
  })

  it('and the rest have one hash, which each number and the order change', () => {
    const rows = ordinaryRows(3)
    const changed = rows.map((row) => Float64Array.from(row))
    ;(changed[2] as Float64Array)[5]! += 1e-9
    expect(new Set([rows, changed, rows.toReversed()].map(hashOfRows)).size).toBe(3)
    expect(hashOfRows(ordinaryRows(3))).toBe(hashOfRows(rows))
  })
})
