import { latin1Text } from '../../decode/latin1.ts'
import type {
  BufferTest,
  ContentTest,
  JumpTest,
  NumberPlace,
  NumberTest,
  Operand,
  PatternTest,
} from './buffer-test.ts'
import { compare, type ReadNumber, readNumber } from './read-number.ts'

/** Steps of one rule on one buffer: a comparison of 16 bytes, or an attempt. 3,000 tries in Suricata. */
export const inspectionStepsMax = 20_000

/** Judges the tests of a rule on a buffer; used again for the next. */
export class Inspection {
  /** The last rule was given up, because it took too many steps. */
  isExhausted = false
  readonly #variables: number[] = []
  /** The buffer, and no byte more. */
  #view: Uint8Array = new Uint8Array(0)
  #steps = 0
  #text: string | undefined
  #stamp = -1

  /** Begins with another rule: what `byte_extract` kept is forgotten. */
  startRule(): void {
    this.#variables.length = 0
    this.#steps = 0
    this.isExhausted = false
  }

  /** Sets the buffer that the tests are about. @param stamp Another one where its bytes may be others. */
  setBuffer(view: Uint8Array, stamp: number): void {
    const { buffer, byteOffset, length } = this.#view
    const isSame = view.buffer === buffer && view.byteOffset === byteOffset
    // The text of a buffer is made once for all rules that are tried on it.
    if (!isSame || view.length !== length || stamp !== this.#stamp) this.#text = undefined
    this.#view = view
    this.#stamp = stamp
  }

  /** Whether all tests hold, one behind another. */
  holds(tests: readonly BufferTest[]): boolean {
    return this.#from(tests, 0, 0)
  }

  /** @param cursor Behind what was matched last, from the start of the buffer. */
  #from(tests: readonly BufferTest[], index: number, cursor: number): boolean {
    const test = tests[index]
    if (test === undefined) return true
    if (++this.#steps > inspectionStepsMax) return this.#giveUp()
    switch (test.kind) {
      case 'content':
        return this.#content(tests, index, test, cursor)
      case 'pattern':
        return this.#pattern(tests, index, test, cursor)
      case 'data': {
        const { length } = this.#view
        const at = this.#valueOf(test.at)
        const isThere = test.isRelative ? cursor + at <= length : at < length
        return isThere !== test.isNegated && this.#from(tests, index + 1, cursor)
      }
      case 'size': {
        const { length } = this.#view
        return length >= test.min && length <= test.max && this.#from(tests, index + 1, cursor)
      }
      case 'number':
        return this.#number(test, cursor) && this.#from(tests, index + 1, cursor)
      case 'jump': {
        const next = this.#jump(test, cursor)
        return next >= 0 && this.#from(tests, index + 1, next)
      }
      case 'extract': {
        const value = this.#read(test.place, cursor)
        if (value === null) return false
        this.#variables[test.variable] = value.number * test.multiplier
        return this.#from(tests, index + 1, value.end)
      }
    }
  }

  #giveUp(): boolean {
    this.isExhausted = true
    return false
  }

  #valueOf(operand: Operand): number {
    return typeof operand === 'number' ? operand : (this.#variables[operand.variable] ?? 0)
  }

  /** Tries one place after another while what follows is relative to it, and only the first else. */
  #content(
    tests: readonly BufferTest[],
    index: number,
    test: ContentTest,
    cursor: number,
  ): boolean {
    const { length } = this.#view
    const base = (test.isRelative ? cursor : 0) + this.#valueOf(test.offset)
    const limit = test.depth === null ? length : Math.min(length, base + this.#valueOf(test.depth))
    const from = Math.max(0, base, test.isAtEnd ? length - test.bytes.length : 0)
    if (test.isNegated) {
      const found = this.#find(test, from, limit)
      return found === -1 && !this.isExhausted && this.#from(tests, index + 1, cursor)
    }
    for (let at = from; ; ) {
      const found = this.#find(test, at, limit)
      if (found === -1) return false
      const end = found + test.bytes.length
      if (this.#from(tests, index + 1, end)) return true
      if (this.isExhausted || !isRelative(tests[index + 1])) return false
      at = found + 1
    }
  }

  /** Where the content stands in `[from, limit)`, from the start of the buffer; -1 for nowhere. */
  #find({ bytes: wanted, ignoresCase }: ContentTest, from: number, limit: number): number {
    const bytes = this.#view
    const last = limit - wanted.length
    const first = wanted[0] as number
    const other = ignoresCase && first >= 97 && first <= 122 ? first - 32 : first
    for (let at = from; at <= last; at++) {
      const byte = bytes[at]
      if (byte !== first && byte !== other) continue
      if (++this.#steps > inspectionStepsMax) {
        this.isExhausted = true
        return -1
      }
      if (stands(bytes, at, wanted, ignoresCase)) return at
    }
    this.#steps += Math.max(0, last - from) >> 4
    return -1
  }

  #pattern(
    tests: readonly BufferTest[],
    index: number,
    test: PatternTest,
    cursor: number,
  ): boolean {
    const { pattern, isNegated, isRelative: isBehind } = test
    const whole = this.#wholeText
    const text =
      whole.length > pattern.textLengthMax ? whole.slice(0, pattern.textLengthMax) : whole
    if (text.length < whole.length && isNegated) return this.#giveUp()
    const from = isBehind ? cursor : 0
    if (from > text.length) return isNegated && this.#from(tests, index + 1, cursor)
    for (let at = from; ; ) {
      this.#steps += 1 + (text.length >> 4)
      if (this.#steps > inspectionStepsMax) return this.#giveUp()
      const isThere = pattern.test(text, at)
      if (isNegated) return !isThere && this.#from(tests, index + 1, cursor)
      if (!isThere) return false
      // Where it stands matters only to what is relative to it, and takes several times as long.
      if (!tests.slice(index + 1).some(isRelative)) return this.#from(tests, index + 1, cursor)
      const found = pattern.find(text, at)
      if (found === null) return false
      if (this.#from(tests, index + 1, found.end)) return true
      if (this.isExhausted || !isRelative(tests[index + 1]) || found.start + 1 > text.length)
        return false
      // A caret is the start of the buffer, and of nothing behind it.
      if (pattern.source.startsWith('^') || pattern.source.startsWith('\\A')) return false
      at = found.start + 1
    }
  }

  get #wholeText(): string {
    this.#text ??= latin1Text(this.#view, 0, this.#view.length)
    return this.#text
  }

  #number(test: NumberTest, cursor: number): boolean {
    const read = this.#read(test.place, cursor)
    if (read === null) return false
    return compare(read.number, test, this.#valueOf(test.value)) !== test.isNegated
  }

  #jump(test: JumpTest, cursor: number): number {
    const read = this.#read(test.place, cursor)
    if (read === null) return -1
    let count = read.number * test.multiplier
    if (test.isAligned) count = Math.ceil(count / 4) * 4
    const { length } = this.#view
    const from = test.isFromBeginning ? 0 : test.isFromEnd ? length : read.end
    const next = from + count + test.thenBytes
    return next >= 0 && next <= length ? next : -1
  }

  #read(place: NumberPlace, cursor: number): ReadNumber | null {
    const at = (place.isRelative ? cursor : 0) + this.#valueOf(place.offset)
    const { length } = this.#view
    return at < 0 || at >= length ? null : readNumber(place, this.#view, at)
  }
}

function isRelative(test: BufferTest | undefined): boolean {
  if (test === undefined) return false
  if (test.kind === 'number' || test.kind === 'jump' || test.kind === 'extract') {
    return test.place.isRelative
  }
  return test.kind !== 'size' && test.isRelative
}

function stands(bytes: Uint8Array, at: number, wanted: Uint8Array, ignoresCase: boolean): boolean {
  for (let i = 0; i < wanted.length; i++) {
    let byte = bytes[at + i] as number
    if (ignoresCase && byte >= 65 && byte <= 90) byte += 32
    if (byte !== wanted[i]) return false
  }
  return true
}
