import { RefusedRule } from './refused-rule.ts'

/** Lists of addresses fill 8 kB; a longer rule is none that a person wrote. */
export const ruleLengthMax = 32_768
/** Public rules have up to 60 options. */
export const optionCountMax = 256

/** A rule as it stands in a file. */
export interface RuleText {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** One `keyword:value;` of a rule; an option without a value has null. */
export interface RuleOption {
  readonly keyword: string
  readonly value: string | null
}

/** What stands before the options: thousands of rules share a few hundred. */
export interface HeaderParts {
  readonly action: string
  readonly protocol: string
  readonly source: string
  readonly sourcePorts: string
  readonly isBidirectional: boolean
  readonly target: string
  readonly targetPorts: string
}

export interface RuleParts {
  readonly header: HeaderParts
  readonly options: readonly RuleOption[]
}

/** The rules of a file: empty lines and comments left out, lines that end in a backslash joined. */
export function rulesIn(file: string, content: string): RuleText[] {
  const rules: RuleText[] = []
  let begun = ''
  let begunAt = 0
  content.split('\n').forEach((raw, index) => {
    const line = raw.trim()
    if (begun === '') begunAt = index + 1
    if (line.endsWith('\\')) begun += line.slice(0, -1)
    else {
      const text = begun + line
      begun = ''
      if (text !== '' && !text.startsWith('#')) rules.push({ file, line: begunAt, text })
    }
  })
  if (begun.trim() !== '') rules.push({ file, line: begunAt, text: begun.trim() })
  return rules
}

/**
 * Takes a rule apart: `action protocol source ports -> target ports (options)`.
 * @param known Headers that were taken apart before, by their text. @throws RefusedRule
 */
export function partsOf(text: string, known = new Map<string, HeaderParts>()): RuleParts {
  if (text.length > ruleLengthMax) {
    throw new RefusedRule('limit', `${text.length} characters, over ${ruleLengthMax}`)
  }
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open === -1 || close < open) throw new RefusedRule('syntax', 'there are no options in ( )')
  const words = text.slice(0, open)
  const header = known.get(words) ?? headerOf(words)
  known.set(words, header)
  return { header, options: optionsOf(text.slice(open + 1, close)) }
}

function headerOf(text: string): HeaderParts {
  const words = wordsOf(text)
  const [action = '', protocol = '', source = '', sourcePorts = ''] = words
  const [arrow, target = '', targetPorts = ''] = words.slice(4)
  if (words.length !== 7 || (arrow !== '->' && arrow !== '<>')) {
    throw new RefusedRule(
      'syntax',
      'the header is not: action protocol source ports -> target ports',
    )
  }
  const isBidirectional = arrow === '<>'
  return { action, protocol, source, sourcePorts, isBidirectional, target, targetPorts }
}

/** Words of the header; a list in brackets is one word, with blanks or without. */
function wordsOf(header: string): string[] {
  const words: string[] = []
  let start = -1
  let depth = 0
  for (let at = 0; at <= header.length; at++) {
    const character = header[at] ?? ' '
    if (character === '[') depth++
    if (character === ']') depth--
    const isBlank = character === ' ' || character === '\t'
    if (!isBlank && start === -1) start = at
    if (!isBlank || start === -1 || (depth > 0 && at < header.length)) continue
    words.push(header.slice(start, at).replace(/\s+/g, ''))
    start = -1
  }
  if (depth !== 0) throw new RefusedRule('syntax', 'a bracket of the header is not closed')
  return words
}

const backslash = 0x5c
const semicolon = 0x3b

/** A semicolon ends an option, unless a backslash stands before it; quotes do not shield it. */
function optionsOf(text: string): RuleOption[] {
  const options: RuleOption[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === semicolon) {
      options.push(optionOf(text.slice(start, at).trim()))
      start = at + 1
    }
  }
  if (text.slice(start).trim() !== '')
    throw new RefusedRule('syntax', 'an option has no ; behind it')
  if (options.length > optionCountMax) {
    throw new RefusedRule('limit', `${options.length} options, over ${optionCountMax}`)
  }
  return options
}

function optionOf(text: string): RuleOption {
  const colon = text.indexOf(':')
  if (colon === -1) return { keyword: text, value: null }
  return { keyword: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() }
}

/** What stands in quotes, or the text itself; and whether a `!` stands before it. @throws RefusedRule */
export function quotedOf(value: string): { text: string; isNegated: boolean } {
  const isNegated = value.startsWith('!')
  const rest = isNegated ? value.slice(1).trim() : value
  if (!rest.startsWith('"')) return { text: rest, isNegated }
  if (rest.length < 2 || !rest.endsWith('"'))
    throw new RefusedRule('syntax', 'a quote is not closed')
  return { text: rest.slice(1, -1), isNegated }
}

/** `\;`, `\"`, `\:` and `\\` stand for what is behind the backslash. */
export function unescaped(text: string): string {
  return text.replace(/\\([\\;:"])/g, '$1')
}
