import { IpProtocol, Layer } from '../../decode/frame.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { streamBytesMax } from '../../reassembly/stream-head.ts'
import { type Detector, defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { Reporter } from '../seam/reporter.ts'
import { userRules, userRulesReport } from './description.ts'
import { HttpRules } from './http-rules.ts'
import { datagramCountMax, PayloadRules } from './payload-rules.ts'
import { RuleIndex } from './rule-index.ts'
import { RuleJudge } from './rule-judge.ts'
import { RuleStreams } from './rule-streams.ts'
import { SessionRules } from './session-rules.ts'
import type { RuleNumber, UserRule } from './user-rule.ts'
import { WorkCounts } from './work-counts.ts'

/**
 * Detects what these rules look for.
 * @param stamp Another one for other rules: a run that gets others takes them from then on.
 */
export function userRulesOf(rules: readonly UserRule[], stamp: string): Detector {
  const index = new RuleIndex(rules)
  return defineDetector({
    ...userRules,
    options: {},
    basis: { id: stamp },
    watch: (traffic, _settings, reporter) => new UserRules(traffic, index, reporter),
  })
}

class UserRules implements TrafficObserver {
  readonly onPacket?: () => boolean
  readonly onDns?: () => void
  readonly onFlowStart?: (flow: FlowId) => void
  readonly onIcmp?: () => void
  readonly #traffic: Traffic
  readonly #index: RuleIndex
  readonly #payload: PayloadRules
  readonly #streams: RuleStreams
  readonly #judge: RuleJudge

  constructor(traffic: Traffic, index: RuleIndex, reporter: Reporter) {
    this.#traffic = traffic
    this.#index = index
    const work = new WorkCounts()
    this.#judge = new RuleJudge(traffic, index, reporter, work)
    const judge = this.#judge
    this.#payload = new PayloadRules(traffic, index, judge, work)
    const http = new HttpRules(index, judge)
    const session = new SessionRules(traffic, index, judge)
    this.#streams = new RuleStreams(traffic, { payload: this.#payload, http, session })
    reporter.offer(userRulesReport, () =>
      work.report({
        rules: index.rules.length,
        leftOut: index.leftOut.size,
        evicted: this.#streams.evictedCount,
      }),
    )
    // A hook costs time for each packet, so it is there only where a rule needs it.
    if (index.hasFlagRules) this.onPacket = () => this.#seeFlags()
    if (index.flows.count > 0) this.onFlowStart = (flow) => this.#seeStart(flow)
    if (session.readsDns) this.onDns = () => session.seeDns()
    if (index.hasIcmpRules) this.onIcmp = () => this.#seeIcmp()
  }

  onPayload(): void {
    const { frame, flow } = this.#traffic
    if ((frame.layers & Layer.tcp) !== 0) this.#seeSegment(flow)
    else if ((frame.layers & Layer.udp) !== 0) this.#seeDatagram(flow)
  }

  onFlowEnd(flow: FlowId): void {
    this.#streams.end(flow)
    this.#judge.endFlow(flow)
  }

  #seeSegment(flow: FlowId): void {
    const { frame, flows, applications } = this.#traffic
    if (applications.of(flow) !== Application.http) {
      const side = flows.fromOriginator ? 0 : 1
      const sent = flows.value(flow, FlowColumn.originatorPayloadBytes + side)
      if (sent - frame.payloadWireLength > streamBytesMax) return
    }
    this.#streams.see(flow)
  }

  #seeDatagram(flow: FlowId): void {
    const { flows } = this.#traffic
    const side = flows.fromOriginator ? 0 : 1
    if (flows.value(flow, FlowColumn.originatorPackets + side) > datagramCountMax) return
    this.#payload.seePacket('udp', flow, this.#index.datagrams)
  }

  #seeIcmp(): void {
    const { frame, flow } = this.#traffic
    this.#payload.seePacket('icmp', flow, this.#index.ofType(frame.sourcePort))
  }

  #seeFlags(): boolean {
    const { frame, flow } = this.#traffic
    if (frame.protocol !== IpProtocol.tcp || (frame.layers & Layer.tcp) === 0) return false
    const rules = this.#index.ofFlags(frame.tcpFlags)
    if (rules.length > 0) this.#seeHeaders(flow, rules)
    return false
  }

  #seeStart(flow: FlowId): void {
    const { flows } = this.#traffic
    const port = flows.fromOriginator ? flows.responderPort(flow) : flows.originatorPort(flow)
    this.#seeHeaders(flow, this.#index.flows.ofPort(port))
  }

  #seeHeaders(flow: FlowId, rules: readonly RuleNumber[]): void {
    this.#payload.seeHeaders(flow, rules)
  }
}
