import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowState } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
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
  technique: techniques.T1571,
  recommendation:
    'Find the program behind the connection. Push services and remote desktops stay for hours; ' +
    'so do tunnels and remote controls.',
}

/** A connection to the outside that stays open for hours. */
export function createLongConnection({ hours = defaultHours }: LongConnectionOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new LongConnection(traffic, hours)
}

class LongConnection implements TrafficObserver {
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

  #look(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    // Until its last packet: silence may be the end that nobody saw.
    const us = flows.lastUs(flow) - flows.firstUs(flow)
    if (us < (this.#hours[0] ?? 0) * 3.6e9) return
    const passed = this.#passed.get(flow)
    const mark = this.#hours[passed]
    if (mark === undefined) return
    if (us < mark * 3.6e9) return
    if (flows.protocol(flow) !== IpProtocol.tcp) return
    if (flows.state(flow) !== FlowState.established) return
    if (scopeOf(hosts, flows.responder(flow)) !== AddressScope.outside) return
    this.#passed.set(flow, passed + 1)
    this.#report(flow, us / 1e6, mark)
  }

  #report(flow: FlowId, seconds: number, mark: number): void {
    const { flows, hosts } = this.#traffic
    const source = flows.originator(flow)
    const target = flows.responder(flow)
    const port = flows.responderPort(flow)
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
      firstUs: flows.firstUs(flow),
      title:
        `${hosts.text(source)} has been connected to ${group} for ` +
        `${durationText(seconds)} (usual: below ${mark} h)`,
      reasons: [{ feature: 'duration', actual: Math.round(seconds), typical: 60, unit: 's' }],
      evidence: evidence.toReferences(),
    })
  }
}
