import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, limit, numbers, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { AddressList } from '../track/address-list.ts'
import { counted } from '../track/counted.ts'
import { aboutService, ServiceTracker, serviceKey } from '../track/service.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients and services at 250 B are 0.5 MB. */
export const serviceCountMax = 2_048

const kinds = [
  {
    id: 'odd_protocol_for_port',
    title:
      '{source} spoke {protocol} to port {target_port} of {target} in {flows} (expected: {expected})',
    technique: techniques.T1571,
    recommend:
      'A port that firewalls let through is used for something else. Find the program on the ' +
      'source, and ask what it is for.',
  },
  {
    id: 'backdoor_port',
    title:
      '{source} talked to port {target_port} of {target}, where attack tools listen, in {flows} ' +
      '(threshold: {limit})',
    technique: techniques.T1571,
    recommend:
      'Find the program at both ends. Attack tools listen on this port by default; move a service ' +
      'of your own to another one.',
  },
  {
    id: 'port_zero',
    title: '{source} sent packets to port 0 of {target} in {flows} (threshold: {limit})',
    technique: techniques.T1571,
    recommend:
      'Nothing listens on port 0: these packets were made by hand, to learn how the target answers.',
  },
] as const

/** Metasploit's default, Back Orifice, NetBus, SubSeven, and the elite number of many others. */
const backdoorPorts = [4_444, 31_337, 12_345, 27_374, 54_320, 1_337]

const options = {
  flowCountMin: limit(1, { about: 'Such flows of one client to one service', unit: 'flows' }),
  backdoorPorts: numbers(backdoorPorts, {
    about: 'Ports that attack tools listen on by default',
    unit: 'ports',
    source: 'Metasploit, Back Orifice, NetBus, SubSeven',
    max: 65_535,
  }),
  forgetAfterSeconds: seconds(86_400, {
    about: 'A pause after which a client and service are counted anew',
    min: 1,
  }),
  allow: addresses({ about: 'Servers that may speak any protocol on any port' }),
}

/** A protocol on the port of another one, and packets to port 0. */
export const oddPort = defineDetector({
  name: 'odd_port',
  family: 'behaviour',
  about:
    'A protocol on the port of another one, a conversation on a port that attack tools use, and ' +
    'packets to port 0; a knock that is not answered is left to the scan detectors.',
  kinds,
  options,
  watch: (traffic, settings, reporter) => new OddPort(traffic, settings, reporter),
})

/** What is expected behind the ports that firewalls let through; an empty list is DNS. */
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
const hiddenApplications = new Set<number>([
  Application.ssh,
  Application.rdp,
  Application.vnc,
  Application.irc,
  Application.telnet,
  Application.smb,
])

type Settings = SettingsOf<typeof options>
type OddPortReporter = Reporter<(typeof kinds)[number]>

class OddPort implements TrafficObserver {
  readonly protocols = [IpProtocol.tcp, IpProtocol.udp]
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: OddPortReporter
  readonly #allowed: AddressList
  readonly #backdoorPorts: ReadonlySet<number>
  readonly #services: TrackerTable<ServiceTracker>

  constructor(traffic: Traffic, settings: Settings, reporter: OddPortReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    this.#backdoorPorts = new Set(settings.backdoorPorts)
    const { forgetAfterSeconds } = settings
    this.#services = new TrackerTable({
      traffic,
      countMax: serviceCountMax,
      forgetAfterSeconds,
      tracker: ServiceTracker,
    })
  }

  /** At its end the application of a flow is known. */
  onFlowEnd(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    const port = flows.responderPort(flow)
    if (this.#backdoorPorts.has(port)) this.#seeBackdoor(flow)
    if (port === 0) this.#seeZero(flow)
    const application = applications.of(flow)
    const usual = expected.get(port)
    if (application <= Application.other || !usual || usual.includes(application)) return
    this.#seeOdd(flow, usual)
  }

  #seeOdd(flow: FlowId, usual: readonly number[]): void {
    const { hosts, applications } = this.#traffic
    const service = this.#count(flow)
    if (!service) return
    const application = applications.of(flow)
    const isOutside = scopeOf(hosts, service.peer) === AddressScope.outside
    const isHidden = hiddenApplications.has(application) && isOutside
    this.#reporter.emit({
      ...this.#about(service),
      kind: 'odd_protocol_for_port',
      severity: isHidden ? 'medium' : 'low',
      score: isHidden ? 0.6 : 0.4,
      values: {
        protocol: nameOf(application),
        flows: counted(service.count, 'flow'),
        expected: usual.map(nameOf).join(' or ') || 'DNS',
      },
    })
  }

  #seeZero(flow: FlowId): void {
    if (this.#traffic.flows.originatorPort(flow) === 0) return
    const service = this.#count(flow)
    if (!service) return
    this.#reporter.emit({
      ...this.#about(service),
      kind: 'port_zero',
      severity: 'low',
      score: 0.4,
      values: { flows: counted(service.count, 'flow'), limit: this.#settings.flowCountMin },
    })
  }

  /** Only where both ends sent data: a scan knocks here too. */
  #seeBackdoor(flow: FlowId): void {
    const { flows, hosts, applications } = this.#traffic
    if (flows.protocol(flow) !== IpProtocol.tcp) return
    if (flows.originatorPayloadBytes(flow) === 0 || flows.responderPayloadBytes(flow) === 0) return
    const service = this.#count(flow)
    if (!service) return
    // Developers of web servers like these numbers too, and try them on their own machine.
    const isWeb = applications.of(flow) === Application.http
    const isHarmless = isWeb || scopeOf(hosts, service.peer) === AddressScope.loopback
    this.#reporter.emit({
      ...this.#about(service),
      kind: 'backdoor_port',
      severity: isHarmless ? 'low' : 'medium',
      score: isHarmless ? 0.4 : 0.6,
      values: { flows: counted(service.count, 'flow'), limit: this.#settings.flowCountMin },
    })
  }

  /** Counts the flow; gives its service where there is something to report. */
  #count(flow: FlowId): ServiceTracker | undefined {
    const service = this.#services.open(serviceKey(this.#traffic, flow))
    service.count++
    service.evidence.addFlow(this.#traffic, flow)
    if (!service.hasDoubled(service.count, this.#settings.flowCountMin)) return
    return this.#allowed.has(this.#traffic.hosts.text(service.peer)) ? undefined : service
  }

  #about(service: ServiceTracker) {
    return {
      ...aboutService(this.#traffic, service),
      confidence: 0.7,
      reasons: [countReason('flows', service.count, { typical: 0, unit: 'flows' })],
    }
  }
}

function nameOf(application: number): string {
  return applicationNames[application]!.toUpperCase()
}
