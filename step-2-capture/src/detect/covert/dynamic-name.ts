import { DnsType } from '../../decode/dns.ts'
import { IpProtocol } from '../../decode/frame.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit, numbers } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { isDynamicName } from './dynamic-names.ts'

/** 1,024 addresses that were given out for such names, 150 B each: 154 kB. */
export const dynamicAddressCountMax = 1_024
/** 512 clients and services at 250 B are 128 kB. */
export const dynamicServiceCountMax = 512

/** Where people reach their own machines: the web, mail, files, SSH, desktops and VPNs. */
const homePorts = [
  21, 22, 25, 53, 80, 110, 143, 443, 465, 587, 853, 990, 993, 995, 1_194, 3_389, 5_000, 5_001,
  5_900, 8_080, 8_443, 25_565, 32_400, 51_820,
]

export const dynamicName = defineDetector({
  name: 'dynamic_name',
  family: 'behaviour',
  about:
    'A connection to a host that is known by a name of a dynamic DNS service, on a port where no ' +
    'service of a home is: in no known protocol, in TLS that asks for no name, or tried again and again ' +
    'without an answer. Programs for remote control find their owner like this.',
  kinds: [
    {
      id: 'dynamic_name_session',
      title:
        '{source} {did} {service}, known as {name} of a dynamic DNS service, {times} ' +
        '(threshold: {limit})',
      technique: techniques.T1568,
      recommend:
        'Find the program on the source that asks for that name. If it is none that you know, isolate ' +
        'the source, and block the name: the address behind it changes.',
    },
  ],
  options: {
    sessionCountMin: limit(1, {
      about: 'Such connections of one client to one service',
      unit: 'connections',
    }),
    attemptCountMin: limit(3, {
      about: 'The same where they are refused or not answered',
      unit: 'connections',
    }),
    homePorts: numbers(homePorts, {
      about: 'Ports on which people reach machines of their own',
      unit: 'ports',
      max: 65_535,
    }),
    forgetAfterSeconds: forgetAfter('a client and service are'),
    allow: allowTargets('Machines of your own that have such a name'),
  },
  watch(traffic, settings, reporter) {
    const { dns, flows, hosts, tls } = traffic
    const { sessionCountMin, attemptCountMin, forgetAfterSeconds } = settings
    const ports = new Set(settings.homePorts)
    const bounds = { countMax: dynamicServiceCountMax, forgetAfterSeconds }
    const sessions = new EventCounter(traffic, { ...bounds, eventCountMin: sessionCountMin })
    const attempts = new EventCounter(traffic, { ...bounds, eventCountMin: attemptCountMin })
    /** Names by their IPv4 address; no such service is known to give out others. */
    const names = new BoundedMap<number, string>({ countMax: dynamicAddressCountMax })

    const nameOf = (host: HostId) =>
      hosts.family(host) === 4 ? names.get(hosts.addressWord(host, 3)) : undefined

    function see(flow: FlowId, counter: EventCounter, did: string): void {
      const name = nameOf(flows.responder(flow))
      if (name === undefined || ports.has(flows.responderPort(flow))) return
      const service = counter.countFlow(serviceKey(traffic, flow), flow)
      if (service) report(service, { name, did, limit: countMinOf(counter) })
    }

    const countMinOf = (counter: EventCounter) =>
      counter === sessions ? sessionCountMin : attemptCountMin

    function report(service: EventTracker, { name, did, limit }: Seen): void {
      const stated = aboutService(traffic, service)
      reporter.emit({
        restate: () => report(service, { name, did, limit }),
        ...stated,
        kind: 'dynamic_name_session',
        severity: 'medium',
        score: 0.7,
        confidence: 0.7,
        values: {
          did,
          service: stated.targetGroup,
          name: plainText(name, 64),
          times: counted(service.count, 'time'),
          limit,
        },
        reasons: [countReason('connections', service.count, { typical: 0, unit: 'connections' })],
      })
    }

    function seeAttempt(flow: FlowId): void {
      if (names.size > 0) see(flow, attempts, 'tried to reach')
    }

    return {
      protocols: [IpProtocol.tcp],
      applications: [Application.other],
      payloadBytesMax: 0,
      onDns() {
        if (!dns.isResponse || dns.answerCount === 0 || dns.questionType !== DnsType.a) return
        const name = Buffer.from(dns.name.bytes.buffer, dns.name.bytes.byteOffset, dns.name.length)
        const text = name.toString('latin1').toLowerCase()
        if (!isDynamicName(text)) return
        for (let i = 0; i < dns.answerCount; i++) {
          const { type, dataOffset, dataLength } = dns.answers[i]!
          if (type !== DnsType.a || dataLength !== 4) continue
          names.set(readWord(traffic.packet.bytes, dataOffset), text)
        }
      },
      onPayload() {
        if (names.size > 0 && flows.fromOriginator) see(traffic.flow, sessions, 'talked to')
      },
      onTls() {
        const { flow } = traffic
        if (names.size === 0 || tls.of(flow)?.serverName !== null) return
        if (tls.of(flow)?.isAnswered) see(flow, sessions, 'talked in TLS to')
      },
      onFlowFailed: seeAttempt,
    }
  },
})

/** What is said of the connections to a service. */
interface Seen {
  readonly name: string
  readonly did: string
  readonly limit: number
}
