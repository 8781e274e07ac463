import { latin1Text } from '../../decode/latin1.ts'
import type { BufferName } from './buffer-name.ts'
import { GramIndex, type ScanPlace } from './gram-index.ts'
import { PortRules } from './port-rules.ts'
import type { RuleHeader, RuleNumber, Transport, UserRule } from './user-rule.ts'

/** Rules without a content to look for, of one buffer: each is tried on every message. */
export const slowRuleCountMax = 256

/** Rules that are found by a content in one buffer. */
export class IndexedBuffer {
  /** What the last search has found: the first `foundCount` of these, each rule once. */
  readonly found: Int32Array
  foundCount = 0
  /** Rules without a content. */
  readonly always: readonly RuleNumber[]
  readonly #grams: GramIndex
  /** Of each content the first rule that it stands for, of each rule the next one: number plus 1. */
  readonly #firstRule: Int32Array
  readonly #nextRule: Int32Array
  readonly #rules: Int32Array

  constructor(entries: readonly Indexed[], always: readonly RuleNumber[]) {
    this.always = always
    this.found = new Int32Array(entries.length)
    this.#rules = Int32Array.from(entries, ({ rule }) => rule)
    this.#nextRule = new Int32Array(entries.length)
    const lastRuleOf = new Map<string, number>()
    const contents: Uint8Array[] = []
    const first: number[] = []
    entries.forEach(({ bytes }, entry) => {
      const key = latin1Text(bytes, 0, bytes.length)
      const last = lastRuleOf.get(key)
      if (last === undefined) first[contents.push(bytes) - 1] = entry + 1
      else this.#nextRule[last] = entry + 1
      lastRuleOf.set(key, entry)
    })
    this.#firstRule = Int32Array.from(first)
    this.#grams = new GramIndex(contents)
  }

  /** Finds each rule whose content may stand there. */
  search(bytes: Uint8Array, place: ScanPlace): void {
    const grams = this.#grams
    grams.search(bytes, place)
    this.foundCount = 0
    for (let i = 0; i < grams.foundCount; i++) {
      let entry = this.#firstRule[grams.found[i] as number] as number
      for (; entry !== 0; entry = this.#nextRule[entry - 1] as number) {
        this.found[this.foundCount++] = this.#rules[entry - 1] as number
      }
    }
  }
}

interface Indexed {
  readonly bytes: Uint8Array
  readonly rule: RuleNumber
}

/** What a rule wants of a flow, as bits. */
export const Wants = { toServer: 1, toClient: 2, established: 4 } as const

function wantsOf({ direction, needsEstablished }: UserRule): number {
  const way = { to_server: Wants.toServer, to_client: Wants.toClient, either: 0 }[direction]
  return way | (needsEstablished ? Wants.established : 0)
}

/** Side of a flow: 0 for what its originator sends, 1 for its responder. */
export type Side = 0 | 1

/** Where each rule is looked for: by transport and side, by buffer and side, by flags, by type. */
export class RuleIndex {
  /** In the order in which they are judged: what passes, what notes, what asks for notes. */
  readonly rules: readonly UserRule[]
  /** Rules that are not judged, because as many without a content come before. */
  readonly leftOut: ReadonlySet<UserRule>
  /** Every buffer that a rule reads. */
  readonly readBuffers: readonly BufferName[]
  /** The different headers, and which of them each rule has. */
  readonly headers: readonly RuleHeader[]
  readonly headerOf: Uint32Array
  /** By rule, what its flow must be like: see `Wants`. */
  readonly wants: Uint8Array
  readonly #payloads = new Map<Transport, readonly (IndexedBuffer | null)[]>()
  readonly #buffers = new Map<BufferName, readonly (IndexedBuffer | null)[]>()
  /** Rules about the headers of a TCP packet, by its flags. */
  readonly #byFlags: readonly (readonly RuleNumber[])[]
  /** Rules about ICMP without a content, by its type. */
  readonly #byType: readonly (readonly RuleNumber[])[]
  /** Rules about datagrams without a content. */
  readonly datagrams: readonly RuleNumber[]
  /** Rules about ends alone: judged when a flow begins. */
  readonly flows: PortRules

  constructor(given: readonly UserRule[]) {
    this.rules = [...given].sort((a, b) => rankOf(a) - rankOf(b))
    this.readBuffers = readBuffersOf(this.rules)
    const numbers = new Map<RuleHeader, number>()
    for (const { header } of this.rules) if (!numbers.has(header)) numbers.set(header, numbers.size)
    this.headers = [...numbers.keys()]
    this.headerOf = Uint32Array.from(this.rules, ({ header }) => numbers.get(header) as number)
    this.wants = Uint8Array.from(this.rules, wantsOf)
    const all = this.rules.map((rule, number) => ({ rule, number }))
    const plain = all.filter(({ rule }) => rule.buffers.length === 0)
    const isHeader = ({ packetTests, flagsTest, icmpTypes }: UserRule) =>
      packetTests.length > 0 || flagsTest !== null || icmpTypes !== null
    const about = (transport: Transport) =>
      plain.filter(({ rule }) => isHeader(rule) && rule.transports.includes(transport))
    const tcp = about('tcp')
    const leftOut = new Set<UserRule>()
    const some = (rules: readonly Numbered[]) => bounded(rules, leftOut)
    this.#byFlags = table((flags) =>
      some(tcp.filter(({ rule }) => rule.flagsTest?.(flags) ?? true)),
    )
    const icmp = about('icmp')
    this.#byType = table((type) => some(icmp.filter(({ rule }) => isType(rule, type))))
    this.datagrams = some(about('udp'))
    this.flows = new PortRules(some(plain.filter(({ rule }) => !isHeader(rule))), this.rules)
    this.leftOut = leftOut
    const byBuffer = Map.groupBy(
      all.filter(({ rule }) => rule.buffers.length > 0),
      ({ rule }) => rule.fastPattern?.buffer ?? rule.buffers[0] ?? 'payload',
    )
    for (const [name, own] of byBuffer) {
      if (name !== 'payload') this.#buffers.set(name, bothSides(own, leftOut))
    }
    for (const transport of ['tcp', 'udp', 'icmp'] as const) {
      const own = byBuffer.get('payload') ?? []
      const here = own.filter(({ rule }) => rule.transports.includes(transport))
      this.#payloads.set(transport, bothSides(here, leftOut))
    }
  }

  /** Rules by a content of the payload; null where there are none. */
  payload(transport: Transport, side: Side): IndexedBuffer | null {
    return this.#payloads.get(transport)?.[side] ?? null
  }

  buffer(name: BufferName, side: Side): IndexedBuffer | null {
    return this.#buffers.get(name)?.[side] ?? null
  }

  get hasFlagRules(): boolean {
    return this.#byFlags.some((rules) => rules.length > 0)
  }

  get hasIcmpRules(): boolean {
    const hasContents = this.payload('icmp', 0) !== null || this.payload('icmp', 1) !== null
    return hasContents || this.#byType.some((rules) => rules.length > 0)
  }

  ofFlags(flags: number): readonly RuleNumber[] {
    return this.#byFlags[flags & 0xff] ?? none
  }

  ofType(type: number): readonly RuleNumber[] {
    return this.#byType[type & 0xff] ?? none
  }
}

const none: readonly RuleNumber[] = []

function readBuffersOf(rules: readonly UserRule[]): BufferName[] {
  const names = new Set<BufferName>()
  for (const { buffers } of rules) for (const buffer of buffers) names.add(buffer)
  return [...names]
}

interface Numbered {
  readonly rule: UserRule
  readonly number: RuleNumber
}

/** The first of these rules; the others are left out. */
function bounded(rules: readonly Numbered[], leftOut: Set<UserRule>): RuleNumber[] {
  for (const { rule } of rules.slice(slowRuleCountMax)) leftOut.add(rule)
  return rules.slice(0, slowRuleCountMax).map(({ number }) => number)
}

/** A list of rules for each of 256 values. */
function table(rulesOf: (value: number) => readonly RuleNumber[]): (readonly RuleNumber[])[] {
  return Array.from({ length: 256 }, (_, value) => rulesOf(value))
}

function isType({ icmpTypes }: UserRule, type: number): boolean {
  return icmpTypes === null || (type >= icmpTypes[0] && type <= icmpTypes[1])
}

/** A rule with a content stands where that is; without one, in the first buffer that it reads. */
function bothSides(here: readonly Numbered[], leftOut: Set<UserRule>): (IndexedBuffer | null)[] {
  return (['to_server', 'to_client'] as const).map((way) => {
    const own = here.filter(
      ({ rule: { direction } }) => direction === way || direction === 'either',
    )
    const found = own.flatMap(({ rule: { fastPattern }, number }) =>
      fastPattern ? [{ bytes: fastPattern.bytes, rule: number }] : [],
    )
    const always = bounded(
      own.filter(({ rule }) => rule.fastPattern === null),
      leftOut,
    )
    return found.length + always.length === 0 ? null : new IndexedBuffer(found, always)
  })
}

function rankOf({ isPass, flowBits }: UserRule): number {
  if (isPass) return 0
  const sets = flowBits.some(({ action }) => action !== 'isset' && action !== 'isnotset')
  const asks = flowBits.some(({ action }) => action === 'isset' || action === 'isnotset')
  if (sets) return asks ? 2 : 1
  return asks ? 4 : 3
}
