import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { RuleHeader } from './user-rule.ts'

/** Flows and sides whose answers are kept: a byte for each of some 500 headers, 260 kB. */
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
  readonly #answers: Uint8Array

  constructor(traffic: Traffic, headers: readonly RuleHeader[]) {
    this.#traffic = traffic
    this.#headers = headers
    this.#answers = new Uint8Array(keptCountMax * headers.length)
  }

  isAbout(header: HeaderNumber, flow: FlowId, isFromOriginator: boolean): boolean {
    const at = this.#rowOf(flow, isFromOriginator) + header
    const known = this.#answers[at] as number
    if (known !== Answer.unknown) return known === Answer.yes
    const isAbout = this.#ask(this.#headers[header] as RuleHeader, flow, isFromOriginator)
    this.#answers[at] = isAbout ? Answer.yes : Answer.no
    return isAbout
  }

  /** Where the answers about a side begin. No two flows have the same first packet. */
  #rowOf(flow: FlowId, isFromOriginator: boolean): number {
    const owner = 2 * this.#traffic.flows.firstPacketIndex(flow) + (isFromOriginator ? 0 : 1)
    const row = (2 * flow + (isFromOriginator ? 0 : 1)) % keptCountMax
    const { length } = this.#headers
    if (this.#owners[row] !== owner) {
      this.#owners[row] = owner
      this.#answers.fill(Answer.unknown, row * length, (row + 1) * length)
    }
    return row * length
  }

  #ask(header: RuleHeader, flow: FlowId, isFromOriginator: boolean): boolean {
    const { flows } = this.#traffic
    const originatorPort = flows.originatorPort(flow)
    const responderPort = flows.responderPort(flow)
    const from = isFromOriginator ? originatorPort : responderPort
    const to = isFromOriginator ? responderPort : originatorPort
    if (havePorts(header, from, to) && this.#haveHosts(header, flow, isFromOriginator)) return true
    // The other way round the same ends are source and target.
    if (!header.isBidirectional || !havePorts(header, to, from)) return false
    return this.#haveHosts(header, flow, !isFromOriginator)
  }

  #haveHosts({ source, target }: RuleHeader, flow: FlowId, isFromOriginator: boolean): boolean {
    if (source.isAny && target.isAny) return true
    const { flows, hosts } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const from = isFromOriginator ? originator : responder
    const to = isFromOriginator ? responder : originator
    return source.has(hosts.text(from)) && target.has(hosts.text(to))
  }
}

function havePorts({ sourcePorts, targetPorts }: RuleHeader, from: number, to: number): boolean {
  return targetPorts.has(to) && sourcePorts.has(from)
}
