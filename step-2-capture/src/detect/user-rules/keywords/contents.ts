import type { BufferName } from '../buffer-name.ts'
import { contentBytes } from '../content-bytes.ts'
import type { Draft, DraftContent } from '../draft.ts'
import { numberOf } from '../draft.ts'
import { LinearPattern } from '../linear-pattern.ts'
import { translatedPattern } from '../pattern-syntax.ts'
import { RefusedRule } from '../refused-rule.ts'
import { quotedOf } from '../rule-text.ts'
import { badValue, givenValue, type Keyword, type Keywords, listOf } from './keyword.ts'

/** Flags of `pcre` that say which buffer it reads. */
const patternBuffers: Readonly<Record<string, BufferName>> = {
  U: 'http.uri',
  I: 'http.uri.raw',
  P: 'http.request_body',
  H: 'http.header',
  D: 'http.header.raw',
  M: 'http.method',
  C: 'http.cookie',
  S: 'http.stat_code',
  Y: 'http.stat_msg',
  V: 'http.user_agent',
  W: 'http.host',
  Z: 'http.host.raw',
  Q: 'http.response_body',
}

/** `content` and everything that follows one. */
export const contentKeywords: Keywords = {
  content: (draft, value, keyword) => draft.addContent(newContent(draft, value, keyword)),
  uricontent: (draft, value, keyword) => {
    draft.addContent(newContent(draft, value, keyword), 'http.uri')
  },
  nocase: (draft, _, keyword) => {
    const content = draft.content(keyword)
    content.ignoresCase = true
    content.bytes = content.bytes.map(lowerCase)
  },
  offset: (draft, value, keyword) => {
    draft.content(keyword).offset = draft.operand(givenValue(value, keyword), keyword)
  },
  depth: (draft, value, keyword) => {
    draft.content(keyword).depth = draft.operand(givenValue(value, keyword), keyword)
  },
  distance: (draft, value, keyword) => {
    draft.content(keyword).distance = draft.operand(givenValue(value, keyword), keyword)
  },
  within: (draft, value, keyword) => {
    draft.content(keyword).within = draft.operand(givenValue(value, keyword), keyword)
  },
  startswith: (draft, _, keyword) => {
    const content = draft.content(keyword)
    content.offset = 0
    content.depth = content.bytes.length
  },
  endswith: (draft, _, keyword) => {
    draft.content(keyword).isAtEnd = true
  },
  fast_pattern: (draft, value, keyword) => {
    const content = draft.content(keyword)
    if (content.isNegated) throw badValue(keyword, 'of a content that must not be there')
    content.fastPattern = fastPatternOf(content, value, keyword)
  },
  isdataat: (draft, value, keyword) => {
    const { text, isNegated } = quotedOf(givenValue(value, keyword))
    const [count = '', ...words] = listOf(text, keyword)
    if (words.some((word) => word !== 'relative' && word !== 'rawbytes'))
      throw badValue(keyword, value)
    const at = draft.operand(count, keyword)
    draft.add({ kind: 'data', at, isNegated, isRelative: words.includes('relative') })
  },
  pcre: (draft, value, keyword) => addPattern(draft, givenValue(value, keyword), keyword),
}

/** Lower case of the 26 letters of ASCII. */
export function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte
}

function newContent(draft: Draft, value: string | null, keyword: string): DraftContent {
  const { text, isNegated } = quotedOf(givenValue(value, keyword))
  return {
    kind: 'content',
    bytes: contentBytes(text, keyword),
    ignoresCase: draft.buffer === 'http.host' || draft.buffer === 'dns.query',
    isNegated,
    offset: null,
    depth: null,
    distance: null,
    within: null,
    isAtEnd: false,
    fastPattern: null,
  }
}

function fastPatternOf(content: DraftContent, value: string | null, keyword: string) {
  if (value === null || value === 'only') return { offset: 0, length: content.bytes.length }
  const [offset = 0, length = 0] = listOf(value, keyword).map((part) => numberOf(part, keyword))
  const isInside = offset >= 0 && length > 0 && offset + length <= content.bytes.length
  if (!isInside) throw badValue(keyword, value)
  return { offset, length }
}

const addPattern = ((draft, value, keyword) => {
  const { text, isNegated } = quotedOf(value ?? '')
  const [, source, flags = ''] = /^\/(.*)\/([A-Za-z]*)$/s.exec(text) ?? []
  if (source === undefined)
    throw new RefusedRule('syntax', 'pcre is not written /pattern/flags', keyword)
  const unknown = [...flags].find((flag) => !'ismRBGAE'.includes(flag) && !(flag in patternBuffers))
  if (unknown !== undefined) throw badValue(keyword, `flag ${unknown}`)
  const letter = [...flags].find((flag) => flag in patternBuffers)
  const isMultiline = flags.includes('m')
  const body = translatedPattern(source, { isMultiline, isDollarEnd: flags.includes('E') })
  const pattern = new LinearPattern(flags.includes('A') ? `\\A(?:${body})` : body, flags)
  const isRelative = flags.includes('R')
  draft.add(
    { kind: 'pattern', pattern, isNegated, isRelative },
    letter === undefined ? draft.buffer : patternBuffers[letter],
  )
}) satisfies Keyword
