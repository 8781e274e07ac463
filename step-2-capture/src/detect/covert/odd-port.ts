import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit, numbers } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { aboutService, serviceKey } from '../track/service.ts'

/** 2,048 clients and services at 250 B are 0.5 MB. */
export const serviceCountMax = 2_048

/** Metasploit's default, Back Orifice, NetBus, SubSeven, and the elite number of many others. */
const backdoorPorts = [4_444, 31_337, 12_345, 27_374, 54_320, 1_337]

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

export const oddPort = defineDetector({
  name: 'odd_port',
  family: 'behaviour',
  about:
    'A protocol on the port of another one, a conversation on a port that attack tools use, and ' +
    'packets to port 0; a knock that is not answered is left to the scan detectors.',
  kinds: [
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
  ],
  options: {
    flowCountMin: limit(1, { about: 'Such flows of one client to one service', unit: 'flows' }),
    backdoorPorts: numbers(backdoorPorts, {
      about: 'Ports that attack tools listen on by default',
      unit: 'ports',
      source: 'Metasploit, Back Orifice, NetBus, SubSeven',
      max: 65_535,
    }),
    forgetAfterSeconds: forgetAfter('a client and service are'),
    allow: allowTargets('Servers that may speak any protocol on any port'),
  },
  watch(traffic, settings, reporter) {
    const { applications, flows, hosts } = traffic
    const { flowCountMin, forgetAfterSeconds } = settings
    const toolPorts = new Set(settings.backdoorPorts)
    const services = new EventCounter(traffic, {
      countMax: serviceCountMax,
      forgetAfterSeconds,
      eventCountMin: flowCountMin,
    })
    const count = (flow: FlowId) => services.countFlow(serviceKey(traffic, flow), flow)

    function commonOf(service: EventTracker) {
      return {
        ...aboutService(traffic, service),
        confidence: 0.7,
        reasons: [countReason('flows', service.count, { typical: 0, unit: 'flows' })],
      }
    }

    function seeOdd(flow: FlowId, typical: readonly number[]): void {
      const service = count(flow)
      if (service) reportOdd(service, applications.of(flow), typical)
    }

    function reportOdd(service: EventTracker, application: number, typical: readonly number[]) {
      const isOutside = scopeOf(hosts, service.peer) === AddressScope.outside
      const isHidden = hiddenApplications.has(application) && isOutside
      reporter.emit({
        restate: () => reportOdd(service, application, typical),
        ...commonOf(service),
        kind: 'odd_protocol_for_port',
        severity: isHidden ? 'medium' : 'low',
        score: isHidden ? 0.6 : 0.4,
        values: {
          protocol: nameOf(application),
          flows: counted(service.count, 'flow'),
          expected: typical.map(nameOf).join(' or ') || 'DNS',
        },
      })
    }

    function seeZero(flow: FlowId): void {
      const service = count(flow)
      if (service) reportZero(service)
    }

    function reportZero(service: EventTracker): void {
      reporter.emit({
        restate: () => reportZero(service),
        ...commonOf(service),
        kind: 'port_zero',
        severity: 'low',
        score: 0.4,
        values: { flows: counted(service.count, 'flow'), limit: flowCountMin },
      })
    }

    /** Only where both ends sent data: a scan knocks here too. */
    function seeBackdoor(flow: FlowId): void {
      if (flows.protocol(flow) !== IpProtocol.tcp) return
      if (flows.originatorPayloadBytes(flow) === 0 || flows.responderPayloadBytes(flow) === 0)
        return
      const service = count(flow)
      if (service) reportBackdoor(service, applications.of(flow))
    }

    function reportBackdoor(service: EventTracker, application: number): void {
      // Developers of web servers like these numbers too, and try them on their own machine.
      const isWeb = application === Application.http
      const isHarmless = isWeb || scopeOf(hosts, service.peer) === AddressScope.loopback
      reporter.emit({
        restate: () => reportBackdoor(service, application),
        ...commonOf(service),
        kind: 'backdoor_port',
        severity: isHarmless ? 'low' : 'medium',
        score: isHarmless ? 0.4 : 0.6,
        values: { flows: counted(service.count, 'flow'), limit: flowCountMin },
      })
    }

    return {
      protocols: [IpProtocol.tcp, IpProtocol.udp],
      /** At its end the application of a flow is known. */
      onFlowEnd(flow) {
        const port = flows.responderPort(flow)
        if (toolPorts.has(port)) seeBackdoor(flow)
        if (port === 0 && flows.originatorPort(flow) !== 0) seeZero(flow)
        const application = applications.of(flow)
        const typical = expected.get(port)
        if (application > Application.other && typical && !typical.includes(application)) {
          seeOdd(flow, typical)
        }
      },
    }
  },
})

function nameOf(application: number): string {
  return applicationNames[application]!.toUpperCase()
}
