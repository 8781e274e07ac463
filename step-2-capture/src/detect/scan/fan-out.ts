import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface FanOutOptions {
  /** Other machines that one logs on to within ten minutes; people use a file server or three. */
  readonly machineCountMin?: number
  /** Mail servers that a host sends to within ten minutes; a program uses its provider's. */
  readonly mailServerCountMin?: number
}

const defaults: Required<FanOutOptions> = { machineCountMin: 10, mailServerCountMin: 10 }

/** 1,024 sources at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const periodUs = 600_000_000
const forgetAfterSeconds = 3_600

const lateralMovement: DetectionKind = {
  kind: 'lateral_movement',
  technique: techniques.T1021,
  recommendation:
    'If the source is no server for administration or backup, somebody uses it to get at the ' +
    'others. Isolate it, and check the logins on the machines that it reached.',
}
const spam: DetectionKind = {
  kind: 'spam',
  technique: techniques.T1566,
  recommendation:
    'Block port 25 to the outside for all but the mail server, and look for the program on the ' +
    'source that sends mail by itself.',
}

/** RPC, NetBIOS, SMB, remote desktop, WinRM: where one Windows machine runs things on another. */
const remotePorts = new Set([135, 139, 445, 3389, 5985, 5986])
const mailPort = 25

/** One host connecting to many others where it should have few: log-ons inside, mail outside. */
export function createFanOut(options: FanOutOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new FanOut(traffic, { ...defaults, ...options })
}

class Source extends Tracker {
  periodFirstUs = this.firstUs
  peers = new DistinctCounter()

  add(nowUs: number, peer: HostId): boolean {
    if (nowUs - this.periodFirstUs > periodUs) {
      this.periodFirstUs = nowUs
      this.peers = new DistinctCounter()
      this.evidence.clear()
    }
    return this.peers.add(peer)
  }
}

class FanOut implements TrafficObserver {
  readonly name = 'fan_out'
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #options: Required<FanOutOptions>
  readonly #remote: TrackerTable<Source>
  readonly #mail: TrackerTable<Source>
  /** 1 for a host that others bring mail to: a mail server. */
  readonly #getsMail: Uint8Array

  constructor(traffic: Traffic, options: Required<FanOutOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#getsMail = new Uint8Array(traffic.hosts.countMax)
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, tracker: Source }
    this.#remote = new TrackerTable(bounds)
    this.#mail = new TrackerTable(bounds)
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const port = flows.responderPort(flow)
    const target = flows.responder(flow)
    if (port === mailPort) {
      this.#getsMail[target] = 1
      const isOutside = scopeOf(hosts, target) === AddressScope.outside
      if (isOutside) this.#count(this.#mail, flow, spam, this.#options.mailServerCountMin)
    } else if (remotePorts.has(port) && scopeOf(hosts, target) === AddressScope.inside) {
      this.#count(this.#remote, flow, lateralMovement, this.#options.machineCountMin)
    }
  }

  onHostEvict(host: HostId): void {
    this.#getsMail[host] = 0
  }

  #count(groups: TrackerTable<Source>, flow: FlowId, kind: DetectionKind, minimum: number): void {
    const { flows, timeUs } = this.#traffic
    const host = flows.originator(flow)
    if (kind === spam && this.#getsMail[host] === 1) return
    const source = groups.open({ host })
    if (!source.add(timeUs, flows.responder(flow))) return
    source.evidence.addFlow(this.#traffic, flow)
    if (!source.hasDoubled(source.peers.count, minimum)) return
    this.#report(source, kind, { minimum, port: flows.responderPort(flow) })
  }

  #report(source: Source, kind: DetectionKind, { minimum, port }: Limit): void {
    const { hosts, timeUs } = this.#traffic
    const { host, peers, periodFirstUs } = source
    const what = kind === spam ? 'mail servers outside' : 'machines inside by remote services'
    reportGroup(this.#traffic, source, {
      detector: this.name,
      kind,
      severity: severityOf(peers.count, { low: minimum, medium: minimum * 2, high: minimum * 10 }),
      score: growthScore(peers.count, minimum),
      confidence: 0.7,
      targetPort: port,
      targetGroup: `port ${port}`,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} connected to ${peers.text} ${what} in ` +
        `${durationText((timeUs - periodFirstUs) / 1e6)} (usual: below ${minimum})`,
      reasons: [countReason('peers', peers.count, { typical: minimum - 1, unit: 'hosts' })],
    })
  }
}

interface Limit {
  readonly minimum: number
  readonly port: number
}
