import { IpProtocol, Layer } from '../../decode/frame.ts'
import type { Technique } from '../seam/detection.ts'
import { techniques } from '../seam/techniques.ts'
import { type AddressSet, AddressSets } from './address-set.ts'
import { type BufferName, requestBuffers, responseBuffers } from './buffer-name.ts'
import { type BufferTest, canBeUndone } from './buffer-test.ts'
import { Draft, type DraftContent, type DraftTest } from './draft.ts'
import { fastPatternOf } from './fast-pattern.ts'
import { aboutKeywords } from './keywords/about.ts'
import { bufferKeywords } from './keywords/buffers.ts'
import { contentKeywords } from './keywords/contents.ts'
import { flowKeywords } from './keywords/flows.ts'
import type { Keyword } from './keywords/keyword.ts'
import { numberKeywords } from './keywords/numbers.ts'
import { packetKeywords } from './keywords/packets.ts'
import { PortSet } from './port-set.ts'
import { protocolOf } from './protocols.ts'
import { RefusedRule } from './refused-rule.ts'
import { type HeaderParts, partsOf, type RuleOption, type RuleText } from './rule-text.ts'
import { severityOf } from './severity-of.ts'
import type { Direction, RuleHeader, Section, Transport, UserRule } from './user-rule.ts'
import type { Variables } from './variables.ts'

/** Every keyword that is understood. */
const keywords = new Map(
  [
    aboutKeywords,
    contentKeywords,
    bufferKeywords,
    numberKeywords,
    flowKeywords,
    packetKeywords,
  ].flatMap(Object.entries<Keyword>),
)

const actions = ['alert', 'drop', 'reject', 'rejectsrc', 'rejectdst', 'rejectboth', 'pass']

/** Compiles rules, and keeps the sets of addresses and ports that many of them share. */
export class RuleCompiler {
  readonly #variables: Variables
  readonly #addresses: AddressSets
  /** Headers by their text, and what they stand for. */
  readonly #parts = new Map<string, HeaderParts>()
  readonly #headers = new Map<HeaderParts, RuleHeader>()
  readonly #ports = new Map<string, PortSet>()

  constructor(variables: Variables) {
    this.#variables = variables
    this.#addresses = new AddressSets(variables)
  }

  /** @throws RefusedRule */
  compile(text: RuleText): UserRule {
    const { header, options } = partsOf(text.text, this.#parts)
    if (!actions.includes(header.action)) {
      throw new RefusedRule('syntax', `${header.action.slice(0, 20)} is no action`)
    }
    const draft = draftOf(options)
    if (draft.sid === 0) throw new RefusedRule('syntax', 'it has no sid')
    return this.#finish(text, header, draft)
  }

  #finish(text: RuleText, parts: HeaderParts, draft: Draft): UserRule {
    const protocol = protocolOf(parts.protocol)
    const ordered = draft.orderedSections
    const sections = ordered.map(([buffer, tests]) => sectionOf(buffer, tests))
    const isPerPacket = draft.isPerPacket || protocol.isPerPacket || isAboutPacket(draft)
    if (protocol.isDns) draft.packetTests.push(({ frame }) => (frame.layers & Layer.dns) !== 0)
    const direction = directionOf(draft.direction, sections)
    const fastPattern = fastPatternOf(ordered)
    const rule: UserRule = {
      sid: draft.sid,
      revision: draft.revision,
      message: draft.message || `rule ${draft.sid}`,
      severity: severityOf(draft.classtype, draft.priority),
      classtype: draft.classtype,
      references: draft.references,
      technique: techniqueOf(draft.techniqueId),
      file: text.file,
      line: text.line,
      isPass: parts.action === 'pass',
      isSilent: draft.isSilent,
      transports: transportsOf(protocol.transports, draft),
      application: protocol.application,
      direction,
      needsEstablished: draft.needsEstablished,
      header: this.#headerOf(parts),
      sections,
      buffers: sections.map(({ buffer }) => buffer),
      packetTests: draft.packetTests,
      flagsTest: draft.flagsTest,
      icmpTypes: draft.icmpTypes,
      flowBits: draft.flowBits,
      rate: draft.rate,
      fastPattern,
      isPerPacket,
      waitsForEnd: sections.some(({ tests }) => tests.some(canBeUndone)),
    }
    if (isUnbounded(rule)) throw new RefusedRule('unbounded', 'it names nothing to look for')
    return rule
  }

  #headerOf(parts: HeaderParts): RuleHeader {
    const known = this.#headers.get(parts)
    if (known) return known
    const header = {
      source: this.#addresses.of(parts.source),
      sourcePorts: this.#portSet(parts.sourcePorts),
      target: this.#addresses.of(parts.target),
      targetPorts: this.#portSet(parts.targetPorts),
      isBidirectional: parts.isBidirectional,
    }
    this.#headers.set(parts, header)
    return header
  }

  #portSet(text: string): PortSet {
    const known = this.#ports.get(text)
    if (known) return known
    const set = new PortSet(text, this.#variables)
    this.#ports.set(text, set)
    return set
  }
}

function draftOf(options: readonly RuleOption[]): Draft {
  const draft = new Draft()
  for (const { keyword, value } of options) {
    const read = keywords.get(keyword)
    if (read === undefined) {
      throw new RefusedRule('keyword', `${keyword.slice(0, 40)} is not known`, keyword.slice(0, 40))
    }
    try {
      read(draft, value, keyword)
    } catch (error) {
      if (error instanceof RefusedRule && error.keyword === '') error.keyword = keyword
      throw error
    }
  }
  return draft
}

/** A rule about a protocol that is none of these is never looked at, not refused packet by packet. */
function transportsOf(given: readonly Transport[], { protocolTest }: Draft): readonly Transport[] {
  if (protocolTest === null) return given
  return given.filter((transport) => protocolsOf[transport].some(protocolTest))
}

const protocolsOf: Readonly<Record<Transport, readonly number[]>> = {
  tcp: [IpProtocol.tcp],
  udp: [IpProtocol.udp],
  icmp: [IpProtocol.icmp, IpProtocol.icmpv6],
}

/** Conditions on the headers hold for a packet, so that what stands beside them does too. */
function isAboutPacket(draft: Draft): boolean {
  return draft.packetTests.length > 0 || draft.flagsTest !== null
}

function sectionOf(buffer: BufferName, tests: readonly DraftTest[]): Section {
  return { buffer, tests: tests.map((test) => (test.kind === 'content' ? contentOf(test) : test)) }
}

function contentOf(draft: DraftContent): BufferTest {
  const { bytes, ignoresCase, isNegated, distance, within, isAtEnd } = draft
  const isRelative = distance !== null || within !== null
  const depth = isRelative ? within : draft.depth
  if (typeof depth === 'number' && depth < bytes.length && !isNegated) {
    throw new RefusedRule('value', `content of ${bytes.length} bytes in ${depth}`, 'content')
  }
  return {
    kind: 'content',
    bytes,
    ignoresCase,
    isNegated,
    isRelative,
    offset: (isRelative ? distance : draft.offset) ?? 0,
    depth,
    isAtEnd,
  }
}

const inRequest = new Set<BufferName>([...requestBuffers, 'tls.sni', 'ja3.hash', 'ja3.string'])
const inResponse = new Set<BufferName>([
  ...responseBuffers,
  'tls.cert_subject',
  'tls.cert_issuer',
  'tls.cert_serial',
  'tls.cert_fingerprint',
  'ja3s.hash',
])

/** What a buffer is filled by tells the direction, where the rule does not. */
function directionOf(given: Direction, sections: readonly Section[]): Direction {
  const isOfRequest = sections.some(({ buffer }) => inRequest.has(buffer))
  const isOfResponse = sections.some(({ buffer }) => inResponse.has(buffer))
  const isAgainst =
    (given === 'to_client' && isOfRequest) || (given === 'to_server' && isOfResponse)
  if ((isOfRequest && isOfResponse) || isAgainst) {
    throw new RefusedRule('direction', 'it wants a request and a response in one')
  }
  if (given !== 'either') return given
  return isOfRequest ? 'to_server' : isOfResponse ? 'to_client' : 'either'
}

function techniqueOf(id: string | null): Technique | null {
  const known = techniques as Readonly<Record<string, Technique>>
  return id !== null && Object.hasOwn(known, id) ? (known[id] as Technique) : null
}

/** Nothing of the traffic is asked for, and no address or port narrows it down. */
function isUnbounded(rule: UserRule): boolean {
  if (rule.sections.length > 0 || rule.packetTests.length > 0 || rule.flagsTest) return false
  if (rule.icmpTypes) return false
  const isNarrow = (set: AddressSet, ports: PortSet) => !set.isAny || !ports.isAny
  const { source, sourcePorts, target, targetPorts } = rule.header
  return !isNarrow(source, sourcePorts) && !isNarrow(target, targetPorts)
}
