import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { Evidence } from '../track/evidence.ts'
import { durationText, severityOf } from '../track/severity-scale.ts'

export interface LongConnectionOptions {
  /** Hours after which a connection to the outside is told, once each (RITA: 1, 4, 8, 12). */
  readonly hours?: readonly number[]
}

const defaultHours = [1, 4, 8, 12] as const
/** How often connections are looked at, in seconds of traffic: nobody waits for the minute. */
const lookSeconds = 300

const longConnection: DetectionKind = {
  kind: 'long_connection',
  technique: {
    id: 'T1571',
    name: 'Non-Standard Port',
    tactic: 'command-and-control',
  },
  recommendation:
    'Find the program behind the connection. Push services and remote desktops stay for hours; ' +
    'so do tunnels and remote controls.',
}

/** A connection to the outside that stays open for hours. */
export function createLongConnection({ hours = defaultHours }: LongConnectionOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new LongConnection(traffic, hours)
}

class LongConnection implements TrafficDetector {
  readonly name = 'long_connection'
  readonly #traffic: Traffic
  readonly #hours: readonly number[]
  /** How many of the marks each flow has passed. */
  readonly #passed: FlowMarks
  #lookedUs = Number.NEGATIVE_INFINITY

  constructor(traffic: Traffic, hours: readonly number[]) {
    this.#traffic = traffic
    this.#hours = hours
    this.#passed = new FlowMarks(traffic.flows)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    if (timeUs - this.#lookedUs < lookSeconds * 1e6) return
    this.#lookedUs = timeUs
    flows.forEach((flow) => {
      this.#look(flow)
    })
  }

  #look(flow: number): void {
    const { flows, hosts } = this.#traffic
    // Until its last packet: silence may be the end that nobody saw.
    const us = flows.value(flow, FlowColumn.lastUs) - flows.value(flow, FlowColumn.firstUs)
    if (us < (this.#hours[0] ?? 0) * 3.6e9) return
    const passed = this.#passed.get(flow)
    const mark = this.#hours[passed]
    if (mark === undefined) return
    if (us < mark * 3.6e9) return
    if (flows.value(flow, FlowColumn.protocol) !== IpProtocol.tcp) return
    if (flows.value(flow, FlowColumn.state) !== FlowState.established) return
    if (scopeOf(hosts, flows.value(flow, FlowColumn.responder)) !== AddressScope.outside) return
    this.#passed.set(flow, passed + 1)
    this.#report(flow, us / 1e6, mark)
  }

  #report(flow: number, seconds: number, mark: number): void {
    const { flows, hosts } = this.#traffic
    const source = flows.value(flow, FlowColumn.originator)
    const target = flows.value(flow, FlowColumn.responder)
    const port = flows.value(flow, FlowColumn.responderPort)
    const evidence = new Evidence()
    evidence.addFlow(this.#traffic, flow)
    const group = `${hosts.text(target)}:${port}`
    this.#traffic.emit({
      detector: this.name,
      kind: longConnection,
      severity: severityOf(seconds / 3600, { low: this.#hours[1] ?? mark }),
      score: Math.min(0.6, 0.2 + 0.03 * (seconds / 3600)),
      confidence: 0.4,
      source,
      target,
      targetPort: port,
      targetGroup: group,
      flow,
      firstUs: flows.value(flow, FlowColumn.firstUs),
      title:
        `${hosts.text(source)} has been connected to ${group} for ` +
        `${durationText(seconds)} (usual: below ${mark} h)`,
      reasons: [{ feature: 'duration', actual: Math.round(seconds), typical: 60, unit: 's' }],
      evidence: evidence.toReferences(),
    })
  }
}
