import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyIndex } from './key-index.ts'

function write(index: KeyIndex, words: readonly number[]): void {
  index.key.fill(0)
  index.key.set(words)
}

describe('KeyIndex', () => {
  it('behaves like a map, whatever is added and removed', () => {
    const step = fc.record({ key: fc.nat(40), remove: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer(), (steps, seed) => {
        const index = new KeyIndex({ wordCount: 2, keyCountMax: 16, seed })
        const map = new Map<number, number>()
        for (const { key, remove } of steps) {
          write(index, [key, key * 7])
          const slot = index.find()
          expect(slot).toBe(map.get(key) ?? -1)
          if (remove && slot !== -1) {
            index.remove(slot)
            map.delete(key)
          } else if (slot === -1 && map.size < 16) map.set(key, index.add())
        }
        expect(index.count).toBe(map.size)
        expect(new Set(map.values()).size).toBe(map.size)
      }),
    )
  })

  it('keeps its keys and their slots while its room grows to the most that it takes', () => {
    const keyCountMax = 5_000
    const index = new KeyIndex({ wordCount: 2, keyCountMax, seed: 3 })
    const slots = new Map<number, number>()
    for (let key = 0; slots.size < keyCountMax; key++) {
      write(index, [key, key * 7])
      slots.set(key, index.add())
      if (key % 3 !== 1) continue
      index.remove(slots.get(key) as number)
      slots.delete(key)
    }
    expect(index.isFull).toBe(true)
    for (const [key, slot] of slots) {
      write(index, [key, key * 7])
      expect(index.find()).toBe(slot)
      expect(index.word(slot, 1)).toBe(key * 7)
    }
    expect(new Set(slots.values()).size).toBe(keyCountMax)
    expect(index.longestSearch()).toBeLessThan(100)
  })

  it('says -1 when it is full, and holds what it had', () => {
    const index = new KeyIndex({ wordCount: 1, keyCountMax: 2, seed: 1 })
    for (const key of [10, 20]) {
      write(index, [key])
      index.add()
    }
    write(index, [30])
    expect(index.isFull).toBe(true)
    expect(index.add()).toBe(-1)
    write(index, [20])
    expect(index.find()).toBe(1)
  })

  it.each([3, 300])('forgets %i keys when it is cleared, and gives slots from 0 again', (count) => {
    const index = new KeyIndex({ wordCount: 1, keyCountMax: 512, seed: 9 })
    for (let key = 0; key < count; key++) {
      write(index, [key])
      index.add()
    }
    index.clear()
    for (let key = 0; key < count; key++) {
      write(index, [key])
      expect(index.find()).toBe(-1)
    }
    expect(index.add()).toBe(0)
  })

  it('tells keys of different lengths apart by their first word', () => {
    const index = new KeyIndex({ wordCount: 4, keyCountMax: 8, seed: 5 })
    write(index, [4, 1, 2, 3])
    index.keyLength = 2
    const short = index.add()
    write(index, [6, 1, 2, 3])
    index.keyLength = 4
    expect(index.find()).toBe(-1)
    write(index, [4, 1, 99, 99])
    index.keyLength = 2
    expect(index.find()).toBe(short)
  })

  it('spreads keys that were crafted to collide under a seed that was guessed wrong', () => {
    const crafted = collidingKeys({ seed: 1, count: 200 })
    expect(filled(1, crafted).longestSearch()).toBeGreaterThan(150)
    expect(filled(2, crafted).longestSearch()).toBeLessThan(30)
  })
})

function filled(seed: number, keys: readonly number[]): KeyIndex {
  const index = new KeyIndex({ wordCount: 1, keyCountMax: 1024, seed })
  for (const key of keys) {
    write(index, [key])
    index.add()
  }
  return index
}

/** Keys with the same home bucket of 2,048, as an attacker finds them who knows seed and algorithm. */
function collidingKeys({ seed, count }: { seed: number; count: number }): number[] {
  const chosen: number[] = []
  for (let key = 0; chosen.length < count; key++) {
    if (hashOf(key, seed) % 2048 === 0) chosen.push(key)
  }
  return chosen
}

/** The hash of a key of one word, as an attacker would copy it from key-index.ts. */
function hashOf(key: number, seed: number): number {
  const multiplier = Math.imul(seed, 0x9e3779b1) | 1
  let hash = Math.imul(seed ^ 0x5bd1e995, 0x85ebca6b)
  hash = Math.imul(hash ^ key, multiplier)
  hash = Math.imul((hash << 15) | (hash >>> 17), 0x1b873593)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
