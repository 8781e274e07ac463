import type { LinearPattern } from './linear-pattern.ts'

/** A number of the rule, or the place of a value that `byte_extract` has kept. */
export type Operand = number | { readonly variable: number }

/** `content`, with where it may stand. */
export interface ContentTest {
  readonly kind: 'content'
  /** In lower case where `ignoresCase`. */
  readonly bytes: Uint8Array
  readonly ignoresCase: boolean
  readonly isNegated: boolean
  /** It stands behind what was matched last: `distance` or `within`. */
  readonly isRelative: boolean
  /** From where, and up to how many bytes from there; of relative ones, distance and within. */
  readonly offset: Operand
  readonly depth: Operand | null
  /** It ends where the buffer ends. */
  readonly isAtEnd: boolean
}

export interface PatternTest {
  readonly kind: 'pattern'
  readonly pattern: LinearPattern
  readonly isNegated: boolean
  readonly isRelative: boolean
}

/** `isdataat`: whether there is a byte at that place. */
export interface DataTest {
  readonly kind: 'data'
  readonly at: Operand
  readonly isNegated: boolean
  readonly isRelative: boolean
}

/** `bsize` and `urilen`: bytes of the whole buffer. */
export interface SizeTest {
  readonly kind: 'size'
  readonly min: number
  readonly max: number
}

/** How `byte_test`, `byte_jump` and `byte_extract` read a number. */
export interface NumberPlace {
  readonly byteCount: number
  readonly offset: Operand
  readonly isRelative: boolean
  readonly isLittleEndian: boolean
  /** Written in digits of this base, or null for binary. */
  readonly base: 8 | 10 | 16 | null
  readonly mask: number | null
}

export const comparisons = ['<', '>', '=', '<=', '>=', '&', '^', '!='] as const
export type Comparison = (typeof comparisons)[number]

export interface NumberTest {
  readonly kind: 'number'
  readonly place: NumberPlace
  readonly comparison: Comparison
  readonly isNegated: boolean
  readonly value: Operand
}

/** Moves to where the number says. */
export interface JumpTest {
  readonly kind: 'jump'
  readonly place: NumberPlace
  readonly multiplier: number
  readonly isAligned: boolean
  readonly isFromBeginning: boolean
  readonly isFromEnd: boolean
  readonly thenBytes: number
}

export interface ExtractTest {
  readonly kind: 'extract'
  readonly place: NumberPlace
  readonly multiplier: number
  readonly variable: number
}

export type BufferTest =
  | ContentTest
  | PatternTest
  | DataTest
  | SizeTest
  | NumberTest
  | JumpTest
  | ExtractTest

/** Whether bytes that are added behind the buffer can turn a match into none. */
export function canBeUndone(test: BufferTest): boolean {
  switch (test.kind) {
    case 'content':
      return test.isNegated || test.isAtEnd
    case 'pattern':
      return test.isNegated || test.pattern.looksAtEnd
    case 'data':
      return test.isNegated
    case 'size':
      return true
    case 'jump':
      return test.isFromEnd
    default:
      return false
  }
}
