import { isIP } from 'node:net'
import { addressKey } from '../alert/address-range.ts'
import type { FeedIndicator, TypedValue } from './indicator/indicator.ts'

/**
 * The indicators of one feed, found by value in a microsecond. It is made once and never changed:
 * who replaces a feed puts another index in its place.
 */
export class IndicatorIndex {
  readonly size: number
  readonly #exact = new Map<FeedIndicator['type'], Map<string, FeedIndicator>>()
  /** Blocks by the number of their bits among 128, then by those bits. */
  readonly #blocks = new Map<number, Map<bigint, FeedIndicator>>()

  constructor(indicators: readonly FeedIndicator[]) {
    this.size = indicators.length
    for (const one of indicators) {
      if (one.type === 'cidr') this.#addBlock(one)
      else this.#of(one.type).set(one.value, one)
    }
  }

  /** What is known of this value, and of what it belongs to: blocks of an address, parents of a name. */
  find({ type, value }: TypedValue): FeedIndicator | undefined {
    if (type === 'ipv4' || type === 'ipv6') return this.#exactly(type, value) ?? this.#block(value)
    if (type === 'domain') return this.#domain(value)
    if (type === 'cidr') return this.#block(value.split('/')[0] ?? '', Number(value.split('/')[1]))
    return this.#exactly(type, value)
  }

  has(type: FeedIndicator['type']): boolean {
    return this.#exact.has(type)
  }

  all(): FeedIndicator[] {
    const exact = [...this.#exact.values()].flatMap((values) => [...values.values()])
    return [...exact, ...[...this.#blocks.values()].flatMap((blocks) => [...blocks.values()])]
  }

  #of(type: FeedIndicator['type']): Map<string, FeedIndicator> {
    const known = this.#exact.get(type)
    if (known) return known
    const made = new Map<string, FeedIndicator>()
    this.#exact.set(type, made)
    return made
  }

  #exactly(type: FeedIndicator['type'], value: string): FeedIndicator | undefined {
    return this.#exact.get(type)?.get(value)
  }

  /** The name itself, or the domain above it that is listed: `a.b.example.net`, `b.example.net` … */
  #domain(name: string): FeedIndicator | undefined {
    const known = this.#exact.get('domain')
    if (!known) return undefined
    for (let from = 0; ; from = name.indexOf('.', from) + 1) {
      const found = known.get(from === 0 ? name : name.slice(from))
      if (found || name.indexOf('.', from) === -1) return found
    }
  }

  /** The narrowest block that the address, or a block of that many bits, is in. */
  #block(address: string, bits?: number): FeedIndicator | undefined {
    if (this.#blocks.size === 0) return undefined
    const key = addressKey(address)
    if (key === undefined) return undefined
    const number = BigInt(`0x${key}`)
    const bitsMax = bits === undefined ? 128 : bits + (isIP(address) === 4 ? 96 : 0)
    let found: { bits: number; indicator: FeedIndicator } | undefined
    for (const [length, blocks] of this.#blocks) {
      if (length > bitsMax || length <= (found?.bits ?? -1)) continue
      const indicator = blocks.get(number >> BigInt(128 - length))
      if (indicator) found = { bits: length, indicator }
    }
    return found?.indicator
  }

  #addBlock(one: FeedIndicator): void {
    const [address = '', bits = '0'] = one.value.split('/')
    const length = Number(bits) + (isIP(address) === 4 ? 96 : 0)
    const key = BigInt(`0x${addressKey(address)}`) >> BigInt(128 - length)
    const blocks = this.#blocks.get(length) ?? new Map<bigint, FeedIndicator>()
    this.#blocks.set(length, blocks.set(key, one))
  }
}
