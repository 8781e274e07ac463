import { type FlowId, noFlow } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { AddressSet } from './address-set.ts'
import type { RuleHeader } from './user-rule.ts'

/** Flows and sides whose answers are kept: a byte for each of some 630 headers and sets, 320 kB. */
const keptCountMax = 512

const Answer = { unknown: 0, yes: 1, no: 2 } as const

/** Number of a header in its set. */
export type HeaderNumber = number

/** Whether headers of rules are about a flow: asked once for thousands of rules and packets. */
export class HeaderAnswers {
  readonly #traffic: Traffic
  readonly #headers: readonly RuleHeader[]
  /** Whose answers each row holds: the first packet of a flow, and its side. */
  readonly #owners = new Float64Array(keptCountMax).fill(-1)
  /** Whom the questions are about, and where the answers about it begin. */
  #flow = noFlow
  #isFromOriginator = true
  #row = 0
  /** In each row one for each header, then two for each set: about the originator and the responder. */
  readonly #answers: Uint8Array
  readonly #rowLength: number
  /** By header, where in a row the answers of its sets stand. */
  readonly #sources: Uint32Array
  readonly #targets: Uint32Array

  constructor(traffic: Traffic, headers: readonly RuleHeader[]) {
    this.#traffic = traffic
    this.#headers = headers
    const places = new Map<AddressSet, number>()
    const placeOf = (set: AddressSet) => {
      const place = places.get(set) ?? headers.length + 2 * places.size
      places.set(set, place)
      return place
    }
    this.#sources = Uint32Array.from(headers, ({ source }) => placeOf(source))
    this.#targets = Uint32Array.from(headers, ({ target }) => placeOf(target))
    this.#rowLength = headers.length + 2 * places.size
    this.#answers = new Uint8Array(keptCountMax * this.#rowLength)
  }

  /** Sets whom the next questions are about. */
  setSide(flow: FlowId, isFromOriginator: boolean): void {
    this.#flow = flow
    this.#isFromOriginator = isFromOriginator
    this.#row = this.#rowOf(flow, isFromOriginator)
  }

  isAbout(header: HeaderNumber): boolean {
    const at = this.#row + header
    const known = this.#answers[at] as number
    if (known !== Answer.unknown) return known === Answer.yes
    const isAbout = this.#ask(header)
    this.#answers[at] = isAbout ? Answer.yes : Answer.no
    return isAbout
  }

  /** Where the answers about a side begin. No two flows have the same first packet. */
  #rowOf(flow: FlowId, isFromOriginator: boolean): number {
    const side = isFromOriginator ? 0 : 1
    const owner = 2 * this.#traffic.flows.firstPacketIndex(flow) + side
    const number = (2 * flow + side) % keptCountMax
    const row = number * this.#rowLength
    if (this.#owners[number] !== owner) {
      this.#owners[number] = owner
      this.#answers.fill(Answer.unknown, row, row + this.#rowLength)
    }
    return row
  }

  #ask(header: HeaderNumber): boolean {
    const { flows } = this.#traffic
    const flow = this.#flow
    const isFromOriginator = this.#isFromOriginator
    const asked = this.#headers[header] as RuleHeader
    const originatorPort = flows.originatorPort(flow)
    const responderPort = flows.responderPort(flow)
    const from = isFromOriginator ? originatorPort : responderPort
    const to = isFromOriginator ? responderPort : originatorPort
    if (havePorts(asked, from, to) && this.#haveHosts(header, isFromOriginator)) return true
    // The other way round the same ends are source and target.
    if (!asked.isBidirectional || !havePorts(asked, to, from)) return false
    return this.#haveHosts(header, !isFromOriginator)
  }

  #haveHosts(header: HeaderNumber, isFromOriginator: boolean): boolean {
    const flow = this.#flow
    const row = this.#row
    const { source, target } = this.#headers[header] as RuleHeader
    const sourceAt = row + (this.#sources[header] as number) + (isFromOriginator ? 0 : 1)
    const targetAt = row + (this.#targets[header] as number) + (isFromOriginator ? 1 : 0)
    const { flows } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    return (
      this.#isIn(source, isFromOriginator ? originator : responder, sourceAt) &&
      this.#isIn(target, isFromOriginator ? responder : originator, targetAt)
    )
  }

  /** Whether the set holds the host; hundreds of headers have the same few sets. */
  #isIn(set: AddressSet, host: HostId, at: number): boolean {
    if (set.isAny) return true
    if (this.#answers[at] === Answer.unknown) {
      this.#answers[at] = set.has(this.#traffic.hosts.text(host)) ? Answer.yes : Answer.no
    }
    return this.#answers[at] === Answer.yes
  }
}

function havePorts({ sourcePorts, targetPorts }: RuleHeader, from: number, to: number): boolean {
  return targetPorts.has(to) && sourcePorts.has(from)
}
