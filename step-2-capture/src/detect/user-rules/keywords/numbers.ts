import { type Comparison, comparisons, type NumberPlace } from '../buffer-test.ts'
import { type Draft, numberOf } from '../draft.ts'
import { badValue, type Keywords, listOf } from './keyword.ts'

/** A number in digits; binary ones have up to 8 bytes. */
const textLengthMax = 20

/** Numbers in the payload: compared, followed, kept. */
export const numberKeywords: Keywords = {
  byte_test: (draft, value, keyword) => {
    const [count = '', sign = '', operand = '', offset = '', ...words] = listOf(value, keyword)
    const isNegated = sign.startsWith('!') && sign !== '!='
    const bare = (isNegated ? sign.slice(1) : sign) || '='
    const comparison = comparisons.find((one) => one === bare)
    if (comparison === undefined) throw badValue(keyword, value)
    draft.add({
      kind: 'number',
      place: placeOf(draft, { count, offset, words, keyword }),
      comparison: comparison satisfies Comparison,
      isNegated,
      value: draft.operand(operand, keyword),
    })
  },
  byte_jump: (draft, value, keyword) => {
    const [count = '', offset = '', ...words] = listOf(value, keyword)
    draft.add({
      kind: 'jump',
      place: placeOf(draft, { count, offset, words, keyword }),
      multiplier: numberAfter('multiplier', words, keyword) ?? 1,
      isAligned: words.includes('align'),
      isFromBeginning: words.includes('from_beginning'),
      isFromEnd: words.includes('from_end'),
      thenBytes: numberAfter('post_offset', words, keyword) ?? 0,
    })
  },
  byte_extract: (draft, value, keyword) => {
    const [count = '', offset = '', name = '', ...words] = listOf(value, keyword)
    draft.add({
      kind: 'extract',
      place: placeOf(draft, { count, offset, words, keyword }),
      multiplier: numberAfter('multiplier', words, keyword) ?? 1,
      variable: draft.declare(name),
    })
  },
}

interface GivenPlace {
  readonly count: string
  readonly offset: string
  readonly words: readonly string[]
  readonly keyword: string
}

const plainWords = [
  'relative',
  'big',
  'little',
  'string',
  'hex',
  'dec',
  'oct',
  'align',
  'from_beginning',
  'from_end',
]

function placeOf(draft: Draft, { count, offset, words, keyword }: GivenPlace): NumberPlace {
  for (const word of words) {
    const isKnown = plainWords.includes(word) || /^(?:multiplier|post_offset|bitmask) /.test(word)
    if (!isKnown) throw badValue(keyword, word)
  }
  const byteCount = numberOf(count, keyword)
  const isText = words.includes('string')
  if (byteCount < 1 || byteCount > (isText ? textLengthMax : 8)) throw badValue(keyword, count)
  return {
    byteCount,
    offset: draft.operand(offset, keyword),
    isRelative: words.includes('relative'),
    isLittleEndian: words.includes('little'),
    base: !isText ? null : words.includes('hex') ? 16 : words.includes('oct') ? 8 : 10,
    mask: numberAfter('bitmask', words, keyword) ?? null,
  }
}

function numberAfter(name: string, words: readonly string[], keyword: string): number | undefined {
  const word = words.find((one) => one.startsWith(`${name} `))
  return word === undefined ? undefined : numberOf(word.slice(name.length).trim(), keyword)
}
