import { type BufferName, bodyBuffers, bufferNames } from './buffer-name.ts'
import type { BufferTest, Operand } from './buffer-test.ts'
import type { FlowBitStep } from './flow-bit-step.ts'
import type { PacketTest } from './packet-test.ts'
import type { Rate } from './rate.ts'
import { RefusedRule } from './refused-rule.ts'
import type { Direction } from './user-rule.ts'

/** A `content` while its modifiers are read. */
export interface DraftContent {
  readonly kind: 'content'
  bytes: Uint8Array
  ignoresCase: boolean
  readonly isNegated: boolean
  offset: Operand | null
  depth: Operand | null
  distance: Operand | null
  within: Operand | null
  isAtEnd: boolean
  /** Whether the rule asks to be found by this one, and by which part of it. */
  fastPattern: { readonly offset: number; readonly length: number } | null
}

export type DraftTest = DraftContent | Exclude<BufferTest, { kind: 'content' }>

/** What is known of a rule while its options are read, one after another. */
export class Draft {
  message = ''
  sid = 0
  revision = 1
  classtype: string | null = null
  priority: number | null = null
  techniqueId: string | null = null
  readonly references: string[] = []
  direction: Direction = 'either'
  needsEstablished = false
  isSilent = false
  isPerPacket = false
  rate: Rate | null = null
  readonly flowBits: FlowBitStep[] = []
  readonly packetTests: PacketTest[] = []
  flagsTest: ((flags: number) => boolean) | null = null
  /** What the number of the protocol above IP must be, beside what the rule's first word says. */
  protocolTest: ((protocol: number) => boolean) | null = null
  /** Type of ICMP that it is about. */
  icmpTypes: readonly [min: number, max: number] | null = null
  readonly sections = new Map<BufferName, DraftTest[]>()
  /** The buffer that what follows is about, until another is named. */
  buffer: BufferName = 'payload'
  /** The content that modifiers are about. */
  #content: DraftContent | undefined
  #contentBuffer: BufferName = 'payload'
  readonly #variables: string[] = []

  add(test: DraftTest, buffer = this.buffer): void {
    const tests = this.sections.get(buffer)
    if (tests) tests.push(test)
    else this.sections.set(buffer, [test])
  }

  addContent(content: DraftContent, buffer = this.buffer): void {
    this.add(content, buffer)
    this.#content = content
    this.#contentBuffer = buffer
  }

  /** The content that a modifier is about. @throws RefusedRule */
  content(keyword: string): DraftContent {
    if (this.#content) return this.#content
    throw new RefusedRule('syntax', `${keyword} has no content before it`, keyword)
  }

  /** Moves the last content to another buffer, as `http_uri` does. */
  moveContent(keyword: string, buffer: BufferName): void {
    const content = this.content(keyword)
    const tests = this.sections.get(this.#contentBuffer) ?? []
    tests.splice(tests.indexOf(content), 1)
    if (tests.length === 0) this.sections.delete(this.#contentBuffer)
    this.addContent(content, buffer)
  }

  /** Keeps a name for a value that `byte_extract` reads. */
  declare(name: string): number {
    const known = this.#variables.indexOf(name)
    return known === -1 ? this.#variables.push(name) - 1 : known
  }

  /** A number, or the name of a value that was read before. @throws RefusedRule */
  operand(text: string, keyword: string): Operand {
    const variable = this.#variables.indexOf(text)
    return variable === -1 ? numberOf(text, keyword) : { variable }
  }

  /** Sections in an order that looks at what is long last. */
  get orderedSections(): [BufferName, DraftTest[]][] {
    if (this.sections.size < 2) return [...this.sections]
    const rank = (name: BufferName) =>
      bufferNames.indexOf(name) + (name === 'payload' || bodyBuffers.has(name) ? 1_000 : 0)
    return [...this.sections].sort(([a], [b]) => rank(a) - rank(b))
  }
}

/** A whole number, in digits or as 0x…. @throws RefusedRule */
export function numberOf(text: string, keyword: string): number {
  const number = /^[+-]?(?:0x[0-9a-f]{1,8}|\d{1,15})$/i.test(text)
    ? Number(text.replace('+', ''))
    : Number.NaN
  if (Number.isInteger(number)) return number
  // JavaScript takes no sign before 0x.
  if (/^-0x[0-9a-f]{1,8}$/i.test(text)) return -Number(text.slice(1))
  throw new RefusedRule('value', `${keyword}: ${text.slice(0, 40)} is no whole number`, keyword)
}

/** `5`, `<5`, `>5`, `5<>9` (between) as smallest and largest. @throws RefusedRule */
export function rangeOf(text: string, keyword: string): readonly [min: number, max: number] {
  const plain = text.replace(/\s+/g, '')
  const [, low, , high] = /^(\w+)(<>|-)(\w+)$/.exec(plain) ?? []
  if (low !== undefined && high !== undefined) {
    return [
      numberOf(low, keyword) + (plain.includes('<>') ? 1 : 0),
      numberOf(high, keyword) - (plain.includes('<>') ? 1 : 0),
    ]
  }
  const [, sign = '', digits = ''] = /^([<>]=?|=?)(.*)$/.exec(plain) ?? []
  const number = numberOf(digits, keyword)
  if (sign === '<') return [0, number - 1]
  if (sign === '<=') return [0, number]
  if (sign === '>') return [number + 1, Number.MAX_SAFE_INTEGER]
  if (sign === '>=') return [number, Number.MAX_SAFE_INTEGER]
  return [number, number]
}
