import { IpProtocol, Layer } from '../../decode/frame.ts'
import { noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { readWord } from '../../memory/address-words.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { originOptions } from './flood-sources.ts'
import { aboutFlood, FloodTarget } from './flood-target.ts'

/** 512 targets at 300 B, at up to 16 kB each with forged senders: 150 kB as a rule. */
export const icmpTargetCountMax = 512

/** Types of ICMP (RFC 792): those that quote the packet they are about, and questions but for pings. */
const errorTypes: ReadonlySet<number> = new Set([3, 4, 11, 12])
const questionTypes: ReadonlySet<number> = new Set([10, 13, 15, 17])
/** The quoted header of IPv4, of which the addresses are looked at. */
const quotedBytesMin = 20

export const icmpMessageFlood = defineDetector({
  name: 'icmp_message_flood',
  family: 'behaviour',
  about:
    'Floods of ICMP beside pings: errors about packets that their receiver cannot have sent ' +
    '(BlackNurse), and questions for time or masks. Errors that answer a scan or a stream are left alone.',
  kinds: [
    {
      id: 'icmp_message_flood',
      title:
        '{target} got {messages} of ICMP in {span}, from {from} (threshold: {limit} in {period})',
      technique: techniques['T1498.001'],
      recommend:
        'Some firewalls stop at a few thousand such errors a second (BlackNurse): limit ICMP type 3 ' +
        'before them. Where the addresses are forged, find the switch port behind the MAC address.',
    },
  ],
  options: {
    messageCountMin: limit(500, {
      about:
        'Messages within a period; errors count where nothing shows that the host asked for them',
      unit: 'messages',
      source: 'BlackNurse (TDC SOC, 2016) takes 15,000 a second',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('a target is', 300),
    levels: levels({ medium: 500, high: 20_000 }, { unit: 'messages' }),
    ...originOptions,
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { messageCountMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: icmpTargetCountMax, forgetAfterSeconds }
    const targets = new TrackerTable({ ...bounds, tracker: FloodTarget })

    function report(target: FloodTarget): void {
      const { count } = target
      const { stated, texts, sourcesReason } = aboutFlood(traffic, target, settings)
      reporter.emit({
        restate: () => report(target),
        ...stated,
        kind: 'icmp_message_flood',
        severity: severityOf(target.perPeriod(count), settings.levels),
        score: growthScore(count, messageCountMin),
        confidence: 0.8,
        values: { ...texts, messages: counted(count, 'message'), limit: messageCountMin },
        reasons: [
          countReason('messages', count, { typical: messageCountMin - 1, unit: 'messages' }),
          sourcesReason,
        ],
      })
    }

    return {
      onIcmp() {
        if ((frame.layers & Layer.icmp) === 0) return
        const type = frame.sourcePort
        const isError = errorTypes.has(type)
        if (!isError && !questionTypes.has(type)) return
        if (isError && quotesOwnPacket(traffic)) return
        const { flow, timeUs } = traffic
        const [originator, responder] = [flows.originator(flow), flows.responder(flow)]
        const [source, host] = flows.fromOriginator
          ? [originator, responder]
          : [responder, originator]
        const target = targets.open({ host })
        target.advance(timeUs, periodSeconds)
        target.add(traffic, flow, source)
        target.protocol = IpProtocol.icmp
        target.evidence.addPacket(traffic)
        if (target.hasDoubled(target.count, messageCountMin)) report(target)
      },
    }
  },
})

/** Whether the error quotes a packet of the host that gets it, to a host that was seen. */
function quotesOwnPacket({ packet, frame, hosts }: Traffic): boolean {
  const { bytes } = packet
  const { payloadOffset: at, payloadLength, destinationAddressOffset } = frame
  // A capture of headers alone does not show what is quoted.
  if (payloadLength < quotedBytesMin) return payloadLength < frame.payloadWireLength
  if (readWord(bytes, at + 12) !== readWord(bytes, destinationAddressOffset)) return false
  return hosts.find(bytes, at + 16, 4) !== noHost
}
