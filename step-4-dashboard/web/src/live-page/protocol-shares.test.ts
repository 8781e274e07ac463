import { describe, expect, it } from 'vitest'
import { protocolShares } from './protocol-shares.ts'

describe('protocolShares', () => {
  it('puts the most frequent first, with shares that make a whole', () => {
    const shares = protocolShares({ UDP: 25, TCP: 75, ARP: 0 })
    expect(shares).toEqual([
      { name: 'TCP', packets: 75, share: 0.75, series: 1 },
      { name: 'UDP', packets: 25, share: 0.25, series: 2 },
    ])
  })

  it('is empty before the first packet', () => {
    expect(protocolShares({})).toEqual([])
  })

  it('makes one slice of all the small ones', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`p${n}`, 100 - n]))
    const shares = protocolShares(many)
    expect(shares).toHaveLength(8)
    expect(shares.at(-1)?.name).toBe('other')
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })

  it('colours a name that every object has like any unknown one', () => {
    expect(protocolShares({ constructor: 1 })[0]?.series).toBe(8)
  })
})
