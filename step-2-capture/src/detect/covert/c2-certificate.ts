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
import { EventCounter } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { frameworkNameOf } from './framework-names.ts'

/** 2,048 clients and services at 250 B are 0.5 MB. */
export const sessionPairCountMax = 2_048

/** Where TLS is expected (IANA): the web, mail, directories, DNS, telephones, things, messages. */
const tlsPorts = [
  443, 465, 563, 587, 636, 853, 989, 990, 992, 993, 995, 2083, 2087, 2096, 3269, 3389, 4443, 5061,
  5223, 5228, 5349, 5671, 6697, 8443, 8883, 9443,
]

export const c2Certificate = defineDetector({
  name: 'c2_certificate',
  family: 'behaviour',
  about:
    'TLS whose certificate bears the name of a tool for remote control; and sessions with a service ' +
    'outside on an odd port, asked for by no name, whose certificate no authority has signed. On ports of TLS such ' +
    'certificates, as VPNs have them, are low.',
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
  ],
  options: {
    sessionCountMin: limit(1, {
      about: 'Such sessions of one client with one service',
      unit: 'sessions',
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
    const { flows, hosts, tls } = traffic
    const { sessionCountMin, forgetAfterSeconds } = settings
    const known = new Set(settings.tlsPorts)
    const sessions = new EventCounter(traffic, {
      countMax: sessionPairCountMax,
      forgetAfterSeconds,
      eventCountMin: sessionCountMin,
    })

    function report(certificate: X509Certificate, verdict: Verdict): void {
      const session = sessions.countFlow(serviceKey(traffic, traffic.flow), traffic.flow)
      if (!session) return
      const { subject, validDays } = certificate
      const stated = aboutService(traffic, session)
      reporter.emit({
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
      if (!certificate.isSelfSigned || serverName !== null) return null
      if (!isElsewhere(traffic.flow)) return null
      const isKnown = known.has(flows.responderPort(traffic.flow))
      return { severity: isKnown ? 'low' : 'medium', why: 'is signed by itself' }
    }

    return {
      onTls() {
        const session = tls.of(traffic.flow)
        const certificate = session?.certificate
        if (!session || !certificate) return
        const verdict = judge(session, certificate)
        if (verdict) report(certificate, verdict)
      },
    }
  },
})

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
