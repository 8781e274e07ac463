import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients and services at 250 B. */
const groupCountMax = 2_048
const forgetAfterSeconds = 86_400

const technique = techniques.T1571
const oddPort: DetectionKind = {
  kind: 'odd_protocol_for_port',
  technique,
  recommendation:
    'A port that firewalls let through is used for something else. Find the program on the source, ' +
    'and ask what it is for.',
}
const backdoorPort: DetectionKind = {
  kind: 'backdoor_port',
  technique,
  recommendation:
    'Find the program at both ends. This port is what attack tools listen on unless they are told ' +
    'another; a service of your own is better off on another one.',
}
const portZero: DetectionKind = {
  kind: 'port_zero',
  technique,
  recommendation:
    'Nothing listens on port 0: these packets were made by hand, to learn how the target answers.',
}

/** What is expected behind the ports that firewalls let through. */
const expected: ReadonlyMap<number, readonly number[]> = new Map([
  [21, [Application.ftp]],
  [22, [Application.ssh]],
  [25, [Application.smtp]],
  [53, []],
  [80, [Application.http, Application.tls]],
  [110, [Application.pop3]],
  [143, [Application.imap]],
  [443, [Application.tls, Application.http]],
])
/** Remote control and file sharing: what is hidden behind such a port. */
const telling = new Set<number>([
  Application.ssh,
  Application.rdp,
  Application.vnc,
  Application.irc,
  Application.telnet,
  Application.smb,
])

/** Metasploit's default, Back Orifice, NetBus, SubSeven, and the elite number of many others. */
const backdoorPorts = new Set([4444, 31_337, 12_345, 27_374, 54_320, 1_337])

/** A protocol on the port of another one, and packets to port 0. */
export function createOddPort() {
  return (traffic: Traffic): TrafficObserver => new OddPort(traffic)
}

class Service extends Tracker {
  count = 0
}

class OddPort implements TrafficObserver {
  readonly name = 'odd_port'
  readonly protocols = [IpProtocol.tcp, IpProtocol.udp]
  readonly #traffic: Traffic
  readonly #services: TrackerTable<Service>

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#services = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Service,
    })
  }

  /** By its end a flow has said what it speaks. */
  onFlowEnd(flow: FlowId): void {
    const { flows, hosts, applications } = this.#traffic
    const application = applications.of(flow)
    const port = flows.responderPort(flow)
    if (backdoorPorts.has(port)) this.#reportBackdoor(flow)
    if (port === 0) this.#reportZero(flow)
    const usual = expected.get(port)
    if (application <= Application.other || !usual || usual.includes(application)) return
    const service = this.#service(flow)
    if (!service.hasDoubled(service.count, 1)) return
    const { host, peer } = service
    const isOutside = scopeOf(hosts, peer) === AddressScope.outside
    const name = (applicationNames[application] as string).toUpperCase()
    this.#report(service, oddPort, {
      severity: telling.has(application) && isOutside ? 'medium' : 'low',
      title:
        `${hosts.text(host)} spoke ${name} to port ${port} of ${hosts.text(peer)} ` +
        `${service.count} times (usual: ${usual.map((a) => applicationNames[a]).join(' or ') || 'DNS'})`,
    })
  }

  #reportZero(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    if (flows.originatorPort(flow) === 0) return
    const service = this.#service(flow)
    if (!service.hasDoubled(service.count, 1)) return
    const { host, peer, count } = service
    this.#report(service, portZero, {
      severity: 'low',
      title: `${hosts.text(host)} sent ${count} packets to port 0 of ${hosts.text(peer)} (usual: 0)`,
    })
  }

  /** Only what both ends said something over: a scan knocks here too. */
  #reportBackdoor(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    if (flows.protocol(flow) !== IpProtocol.tcp) return
    if (flows.originatorPayloadBytes(flow) === 0) return
    if (flows.responderPayloadBytes(flow) === 0) return
    const service = this.#service(flow)
    if (!service.hasDoubled(service.count, 1)) return
    const { host, peer, part: port, count } = service
    // People who write web servers like these numbers too, and try them on their own machine.
    const isWeb = this.#traffic.applications.of(flow) === Application.http
    const isOwn = scopeOf(hosts, peer) === AddressScope.loopback
    this.#report(service, backdoorPort, {
      severity: isWeb || isOwn ? 'low' : 'medium',
      title:
        `${hosts.text(host)} talked to port ${port} of ${hosts.text(peer)}, where attack tools ` +
        `listen, ${count} times (usual: 0)`,
    })
  }

  #service(flow: FlowId): Service {
    const { flows } = this.#traffic
    const service = this.#services.open({
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: flows.responderPort(flow),
    })
    service.count++
    service.evidence.addFlow(this.#traffic, flow)
    return service
  }

  #report(service: Service, kind: DetectionKind, { severity, title }: Wording): void {
    reportGroup(this.#traffic, service, {
      detector: this.name,
      kind,
      severity,
      score: severity === 'medium' ? 0.6 : 0.4,
      confidence: 0.7,
      targetPort: service.part,
      targetGroup: `${this.#traffic.hosts.text(service.peer)}:${service.part}`,
      title,
      reasons: [countReason('flows', service.count, { typical: 0, unit: 'flows' })],
    })
  }
}

interface Wording {
  readonly severity: Severity
  readonly title: string
}
