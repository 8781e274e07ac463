import type { X509Certificate } from '../../decode/x509.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { HostTable } from '../../flow/host-table.ts'
import type { TlsSession } from '../../flow/tls-sessions.ts'
import { AddressFamily } from '../../memory/address-words.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit, numbers } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { frameworkNameOf, isExampleName, isTorRelay } from './framework-names.ts'

/** 2,048 clients and services at 250 B are 0.5 MB. */
export const sessionPairCountMax = 2_048

/**
 * Authorities have names of their own; what Dridex and Qakbot make up for theirs is a domain that does
 * not exist. Those that begin with www are drawn for Tor.
 */
const hostName = /^(?!www\.)(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,10}$/i
/** Where TLS is expected (IANA): the web, mail, directories, DNS, telephones, things, messages. */
const tlsPorts = [
  443, 465, 563, 587, 636, 853, 989, 990, 992, 993, 995, 2083, 2087, 2096, 3269, 3389, 4443, 5061,
  5223, 5228, 5349, 5671, 6697, 8443, 8883, 9443,
]

export const c2Certificate = defineDetector({
  name: 'c2_certificate',
  family: 'behaviour',
  about:
    'TLS whose certificate bears the name of a tool for remote control; sessions with a service ' +
    'outside on an odd port, or with several on any, asked for by no name, whose certificate no ' +
    'authority has signed; certificates with the example of a tool instead of a name; and relays of ' +
    'Tor. One service with its own certificate on a port of TLS, as a VPN is, is low.',
  kinds: [
    {
      id: 'c2_certificate',
      title:
        '{source} opened {sessions} of TLS to {service}, whose certificate of “{subject}” {why} ' +
        '(threshold: {limit})',
      technique: techniques['T1573.002'],
      recommend:
        'Find the program on the source that connects there. If it is none that you know, isolate ' +
        'the source, and look for the same server and certificate in the traffic of all other hosts.',
    },
    {
      id: 'tor_connection',
      title: '{source} opened {sessions} of TLS to {service}, a relay of Tor (threshold: {limit})',
      technique: techniques['T1090.003'],
      recommend:
        'Ask whether Tor may be used here. Programs that extort and steal hide their servers behind ' +
        'it: find the one on the source that connects, and when it was installed.',
    },
  ],
  options: {
    sessionCountMin: limit(1, {
      about: 'Such sessions of one client with one service',
      unit: 'sessions',
    }),
    strangerCountMin: limit(2, {
      about: 'Services outside of one client with certificates of their own, for medium severity',
      unit: 'services',
    }),
    tlsPorts: numbers(tlsPorts, {
      about: 'Ports on which TLS is expected',
      unit: 'ports',
      source: 'IANA, Service Name and Transport Protocol Port Number Registry',
      max: 65_535,
    }),
    forgetAfterSeconds: forgetAfter('a client and service are'),
    allow: allowTargets('Servers that sign their own certificates, such as your VPN'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, resolved, tls } = traffic
    const { sessionCountMin, strangerCountMin, forgetAfterSeconds } = settings
    const known = new Set(settings.tlsPorts)
    const sessions = new EventCounter(traffic, {
      countMax: sessionPairCountMax,
      forgetAfterSeconds,
      eventCountMin: sessionCountMin,
    })
    /** Services with certificates of their own that each client talked to. */
    const strangers = new TrackerTable({
      traffic,
      countMax: sessionPairCountMax,
      forgetAfterSeconds,
      tracker: Strangers,
    })

    function countTor(): void {
      const session = sessions.countFlow(serviceKey(traffic, traffic.flow), traffic.flow)
      if (session) reportTor(session)
    }

    function reportTor(session: EventTracker): void {
      const stated = aboutService(traffic, session)
      reporter.emit({
        restate: () => reportTor(session),
        ...stated,
        kind: 'tor_connection',
        // People use it too.
        severity: 'low',
        score: 0.4,
        confidence: 0.85,
        values: {
          sessions: counted(session.count, 'session'),
          service: stated.targetGroup,
          limit: sessionCountMin,
        },
        reasons: [countReason('sessions', session.count, { typical: 0, unit: 'sessions' })],
      })
    }

    function count(certificate: X509Certificate, verdict: Verdict): void {
      const session = sessions.countFlow(serviceKey(traffic, traffic.flow), traffic.flow)
      if (session) report(session, certificate, verdict)
    }

    function report(session: EventTracker, certificate: X509Certificate, verdict: Verdict): void {
      const { subject, validDays } = certificate
      const stated = aboutService(traffic, session)
      reporter.emit({
        restate: () => report(session, certificate, verdict),
        ...stated,
        kind: 'c2_certificate',
        severity: verdict.severity,
        score: scores[verdict.severity],
        confidence: verdict.severity === 'high' ? 0.95 : 0.7,
        values: {
          sessions: counted(session.count, 'session'),
          service: stated.targetGroup,
          subject: plainText(subject.commonName || subject.organization || subject.unit),
          why: verdict.why,
          limit: sessionCountMin,
        },
        reasons: [
          countReason('sessions', session.count, { typical: 0, unit: 'sessions' }),
          countReason('certificate_validity', validDays, { typical: 398, unit: 'days' }),
        ],
      })
    }

    /** Outside, and not in the client's own network, which may have public addresses. */
    function isElsewhere(flow: FlowId): boolean {
      const [client, server] = [flows.originator(flow), flows.responder(flow)]
      if (scopeOf(hosts, server) !== AddressScope.outside) return false
      return networkOf(hosts, client) !== networkOf(hosts, server)
    }

    /** Inside, most certificates are of one's own; outside a client asks for a name. */
    function judge({ serverName }: TlsSession, certificate: X509Certificate): Verdict | null {
      const name = frameworkNameOf(certificate)
      if (name !== null) return { severity: 'high', why: `names “${plainText(name)}”` }
      if (!isElsewhere(traffic.flow)) return null
      if (isExampleName(certificate)) return { severity: 'medium', why: 'is the example of a tool' }
      if (serverName !== null) return null
      const why = whyStrange(certificate, flows.responder(traffic.flow))
      if (why === null) return null
      const isKnown = known.has(flows.responderPort(traffic.flow))
      const isLow = isKnown && strangerCount(traffic.flow) < strangerCountMin
      return { severity: isLow ? 'low' : 'medium', why }
    }

    /** It vouches for itself; or a host's name vouches for it, and no DNS answer named the server. */
    function whyStrange(certificate: X509Certificate, server: HostId): string | null {
      if (certificate.isSelfSigned) return 'is signed by itself'
      const isHost = hostName.test(certificate.issuer.commonName)
      return isHost && !resolved.has(hosts, server) ? 'is signed in the name of a host' : null
    }

    /** How many such services the client of this flow talked to, with this one. */
    function strangerCount(flow: FlowId): number {
      const { services } = strangers.open({ host: flows.originator(flow) })
      if (services.size < strangerCountMin) services.add(flows.responder(flow))
      return services.size
    }

    return {
      onTls() {
        const session = tls.of(traffic.flow)
        const certificate = session?.certificate
        if (!session || !certificate) return
        if (isTorRelay(certificate)) {
          countTor()
          return
        }
        const verdict = judge(session, certificate)
        if (verdict) count(certificate, verdict)
      },
    }
  },
})

class Strangers extends Tracker {
  readonly services = new Set<HostId>()
}

/** The first 16 bits of an IPv4 address, or 32 of another: what one organization mostly has. */
function networkOf(hosts: HostTable, host: HostId): number {
  if (hosts.family(host) !== AddressFamily.ipv4) return hosts.addressWord(host, 0)
  return hosts.addressWord(host, 3) >>> 16
}

interface Verdict {
  readonly severity: 'low' | 'medium' | 'high'
  readonly why: string
}

const scores = { low: 0.4, medium: 0.65, high: 0.9 } as const
