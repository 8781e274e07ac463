import { DnsResponseCode } from '../../decode/dns.ts'
import { dnsPort } from '../../decode/dns-port.ts'
import { IpProtocol, Layer } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients and servers at 300 B; and as many that received a notice of a change. */
export const transferCountMax = 2_048

/** Question types: what changed of a zone (RFC 1995), and the whole of it (RFC 5936). */
const QuestionType = { ixfr: 251, axfr: 252 } as const
/** A primary announces a change to its secondaries (RFC 1996). */
const notifyOpcode = 4
/** The flag by which a client wants its question followed to the end, in the third byte. */
const recursionDesired = 0x01

/** What a host was seen to do. */
const Role = { asksResolver: 1, answers: 2 } as const

/** A client and a name server. */
class Transfers extends Tracker {
  grantedCount = 0
  refusedCount = 0
  zone = ''
}

export const zoneTransfer = defineDetector({
  name: 'zone_transfer',
  family: 'behaviour',
  about:
    'A host that copies a whole DNS zone. A secondary that the server notified is left alone; one ' +
    'that answers queries itself is of low severity.',
  kinds: [
    {
      id: 'zone_transfer',
      title: '{target} gave {source} the whole DNS zone {zone}, {times} (threshold: {limit})',
      technique: techniques['T1590.002'],
      recommend:
        'A zone lists every host by name and address. If the source is no secondary name server, allow ' +
        'transfers to the secondaries alone (allow-transfer), and sign them (TSIG).',
    },
    {
      id: 'zone_transfer_refused',
      title:
        '{source} asked {target} for whole DNS zones and was refused {times}, last for {zone} ' +
        '(threshold: {limit})',
      technique: techniques['T1590.002'],
      recommend:
        'The server refused, as it should. Find out why the source asks: only secondary name servers ' +
        'need a whole zone.',
    },
  ],
  options: {
    transferCountMin: limit(1, { about: 'Transfers to one host', unit: 'transfers' }),
    refusedCountMin: limit(1, { about: 'Refusals to one host', unit: 'refusals' }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowSources('Secondary name servers'),
  },
  watch(traffic, { transferCountMin, refusedCountMin, forgetAfterSeconds }, reporter) {
    const { dns, flows, frame, hosts } = traffic
    const bounds = { traffic, countMax: transferCountMax, forgetAfterSeconds }
    const pairs = new TrackerTable({ ...bounds, tracker: Transfers })
    const notified = new TrackerTable({ ...bounds, tracker: Tracker })
    /** Roles as bits, by host. */
    const roles = new Uint8Array(hosts.countMax)

    function stated(pair: Transfers, count: number) {
      return {
        ...about(pair),
        targetPort: dnsPort,
        protocol: IpProtocol.tcp,
        confidence: 0.8,
        reasons: [countReason('transfers', count, { typical: 0, unit: 'transfers' })],
      }
    }

    function reportGranted(pair: Transfers): void {
      const isSuspect = isOutsider(pair.host) || isClientOnly(pair.host) || pair.refusedCount > 0
      reporter.emit({
        restate: () => reportGranted(pair),
        ...stated(pair, pair.grantedCount),
        kind: 'zone_transfer',
        severity: isSuspect ? 'medium' : 'low',
        score: isSuspect ? 0.7 : 0.4,
        values: {
          zone: pair.zone,
          times: counted(pair.grantedCount, 'time'),
          limit: transferCountMin,
        },
      })
    }

    function reportRefused(pair: Transfers): void {
      reporter.emit({
        restate: () => reportRefused(pair),
        ...stated(pair, pair.refusedCount),
        kind: 'zone_transfer_refused',
        severity: 'low',
        score: 0.4,
        values: {
          zone: pair.zone,
          times: counted(pair.refusedCount, 'time'),
          limit: refusedCountMin,
        },
      })
    }

    /** A secondary that is hired from outside is named in `allow`, or was notified. */
    const isOutsider = (client: HostId) => scopeOf(hosts, client) === AddressScope.outside
    /** Workstations ask a resolver, and answer no one. */
    const isClientOnly = (client: HostId) => roles[client] === Role.asksResolver

    /** Who asks and who answers by UDP. */
    function learnRole(client: HostId, server: HostId): void {
      const { packet } = traffic
      if (dns.isResponse) {
        if (dns.responseCode === DnsResponseCode.noError) roles[server]! |= Role.answers
      } else if ((packet.bytes[frame.payloadOffset + 2] as number) & recursionDesired) {
        roles[client]! |= Role.asksResolver
      }
    }

    function seeAnswer(client: HostId, server: HostId): void {
      const isWhole = dns.questionType === QuestionType.axfr
      if (!isWhole && dns.questionType !== QuestionType.ixfr) return
      const isGranted = dns.responseCode === DnsResponseCode.noError
      // One record is the answer that nothing has changed.
      if (isGranted && dns.declaredAnswers < (isWhole ? 1 : 2)) return
      if (notified.find({ host: client, peer: server })) return
      const pair = pairs.open({ host: client, peer: server })
      pair.zone = dns.name.toString()
      pair.evidence.addPacket(traffic)
      if (isGranted) {
        pair.grantedCount++
        if (pair.hasDoubled(pair.grantedCount, transferCountMin)) reportGranted(pair)
      } else {
        pair.refusedCount++
        if (pair.refusedCount === refusedCountMin) reportRefused(pair)
      }
    }

    return {
      onDns() {
        const { flow } = traffic
        if (flows.responderPort(flow) !== dnsPort) return
        const [client, server] = [flows.originator(flow), flows.responder(flow)]
        if (dns.opcode === notifyOpcode) notified.open({ host: server, peer: client })
        else if ((frame.layers & Layer.tcp) === 0) learnRole(client, server)
        else if (dns.isResponse) seeAnswer(client, server)
      },
      onHostEvict(host) {
        roles[host] = 0
      },
    }
  },
})
