import { IpProtocol, Layer } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, limit, quantity, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { originOptions } from './flood-sources.ts'
import { aboutFlood, FloodTarget } from './flood-target.ts'

/**
 * 1,024 flows that are counted each second, at 120 B, and as many targets at 300 B, or at up to 16 kB
 * with forged senders: 430 kB as a rule.
 */
export const steadyFlowCountMax = 1_024
/** What a flow sends before it is known whether its datagrams are all the same. */
const payloadBytesMax = 3_000
const sampleCountMin = 3

/** Protocols of IP that carry other traffic, or that routers speak all the time. */
const carriers: ReadonlySet<number> = new Set([
  4, 41, 46, 50, 51, 88, 89, 94, 97, 103, 112, 115, 132, 137,
])

/** The shortest frame, and a tag and some options: no packet fits in a tunnel of it. */
const emptyBytesMax = 80

/** Stands for the content of a flow whose datagrams differ. */
const differs = 255

/** A flow that goes one way, and how many of its packets were counted. */
interface Steady {
  readonly firstUs: number
  countedPackets: number
}

export const steadyFlood = defineDetector({
  name: 'steady_flood',
  family: 'behaviour',
  about:
    'Thousands of packets one way from one host to another that carry nothing: the same datagram of ' +
    'UDP again and again from one port to one port, and protocols of IP that bear no traffic (IGMP, ' +
    'empty GRE, unused numbers). Streams, whose datagrams differ, and tunnels are left alone.',
  kinds: [
    {
      id: 'repeated_datagram_flood',
      title:
        '{target} got the same datagram {times} in {span}, from {from}, and did not answer ' +
        '(threshold: {limit} in {period})',
      technique: techniques['T1498.001'],
      recommend:
        'Drop the source at the nearest router. Where its address is forged, find the switch port ' +
        'behind the MAC address.',
    },
    {
      id: 'protocol_flood',
      title:
        '{target} got {packets} of IP protocol {protocol} in {span}, from {from} ' +
        '(threshold: {limit} in {period})',
      technique: techniques['T1498.001'],
      recommend:
        'Let the firewall pass only the protocols of IP that you use, and drop the source at the ' +
        'nearest router. Where its address is forged, find the switch port behind the MAC address.',
    },
  ],
  options: {
    datagramCountMin: limit(2_000, {
      about: 'Datagrams of one content within a period',
      unit: 'datagrams',
    }),
    packetCountMin: limit(500, {
      about: 'Packets of such a protocol within a period',
      unit: 'packets',
    }),
    highFactor: quantity(20, {
      about: 'How many times its minimum makes a flood of high severity',
      unit: 'times',
      min: 1,
      max: 1_000,
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('a target is', 300),
    ...originOptions,
  },
  watch(traffic, settings, reporter) {
    const { flows, frame, hosts } = traffic
    const { datagramCountMin, packetCountMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: steadyFlowCountMax, forgetAfterSeconds }
    const targets = new TrackerTable({ ...bounds, tracker: FloodTarget })
    const steady = new BoundedMap<FlowId, Steady>({
      countMax: steadyFlowCountMax,
      onEvict: (seen, flow) => look(flow, seen),
    })
    /** A small hash of what the datagrams hold, and how many were looked at. */
    const contents = new FlowMarks(flows)
    const sampled = new FlowMarks(flows)

    /** The one end that sends, and the other: what is on a known port may look like an answer. */
    function endsOf(flow: FlowId) {
      const ends = [flows.originator(flow), flows.responder(flow)] as const
      const [source, host] =
        flows.originatorPackets(flow) > 0 ? ends : ([ends[1], ends[0]] as const)
      return { source, host }
    }

    function watchFlow(flow: FlowId): void {
      if (scopeOf(hosts, endsOf(flow).host) === AddressScope.group) return
      steady.renew(flow, { firstUs: flows.firstUs(flow), countedPackets: 0 })
    }

    /** Counts what the flow brought since the last look; what ends or is answered is let go. */
    function look(flow: FlowId, seen: Steady): void {
      const isOver = flows.firstUs(flow) !== seen.firstUs
      if (isOver || flows.state(flow) !== FlowState.oneWay) {
        steady.delete(flow)
        return
      }
      const packets = flows.originatorPackets(flow) + flows.responderPackets(flow)
      const fresh = packets - seen.countedPackets
      if (fresh === 0 || carriesMore(flow, packets)) return
      seen.countedPackets = packets
      count(flow, fresh)
    }

    /** GRE is a tunnel also where what it carries is not understood. */
    function carriesMore(flow: FlowId, packets: number): boolean {
      if (flows.protocol(flow) !== IpProtocol.gre) return false
      const { originatorBytes, responderBytes } = FlowColumn
      const bytes = flows.value(flow, originatorBytes) + flows.value(flow, responderBytes)
      return bytes > packets * emptyBytesMax
    }

    function count(flow: FlowId, packets: number): void {
      const protocol = flows.protocol(flow)
      const { source, host } = endsOf(flow)
      const target = targets.open({ host, part: protocol })
      target.advance(traffic.timeUs, periodSeconds)
      target.add(traffic, flow, source)
      target.count += packets - 1
      target.evidence.addFlow(traffic, flow)
      if (target.hasDoubled(target.count, minimumOf(protocol))) report(target, protocol)
    }

    const minimumOf = (protocol: number) =>
      protocol === IpProtocol.udp ? datagramCountMin : packetCountMin

    function report(target: FloodTarget, protocol: number): void {
      const limit = minimumOf(protocol)
      const high = limit * settings.highFactor
      const { count } = target
      const { stated, texts, sourcesReason } = aboutFlood(traffic, target, settings)
      const common = {
        restate: () => report(target, protocol),
        ...stated,
        severity: severityOf(target.perPeriod(count), { medium: 1, high }),
        score: growthScore(count, limit),
        confidence: 0.85,
        reasons: [
          countReason('packets', count, { typical: limit - 1, unit: 'packets' }),
          sourcesReason,
        ],
      } as const
      if (protocol === IpProtocol.udp) {
        const values = { ...texts, times: counted(count, 'time'), limit }
        reporter.emit({ ...common, kind: 'repeated_datagram_flood', values })
      } else {
        const values = {
          ...texts,
          packets: counted(count, 'packet'),
          protocol: `${protocol}`,
          limit,
        }
        reporter.emit({ ...common, kind: 'protocol_flood', values })
      }
    }

    return {
      // What is neither TCP nor UDP is shown to observers of ICMP.
      protocols: [IpProtocol.icmp, IpProtocol.udp],
      applications: [Application.unknown],
      payloadBytesMax,
      onFlowStart(flow) {
        const protocol = flows.protocol(flow)
        if (protocol === IpProtocol.udp || protocol === IpProtocol.icmp) return
        if (protocol === IpProtocol.icmpv6 || carriers.has(protocol)) return
        if ((frame.layers & Layer.tunnel) === 0) watchFlow(flow)
      },
      onPayload() {
        const { packet, flow } = traffic
        if ((frame.layers & (Layer.udp | Layer.dns)) !== Layer.udp) return
        const known = contents.get(flow)
        if (known === differs) return
        const { payloadOffset: start, payloadLength } = frame
        const hash = hashBytes(packet.bytes, start, start + payloadLength, traffic.byteSeed)
        const content = 1 + (hash % (differs - 1))
        contents.set(flow, known === 0 || known === content ? content : differs)
        sampled.set(flow, Math.min(sampleCountMin, sampled.get(flow) + 1))
      },
      onFlowFailed(flow) {
        if (flows.protocol(flow) !== IpProtocol.udp) return
        const { originatorPayloadBytes, responderPayloadBytes } = FlowColumn
        const sent =
          flows.value(flow, originatorPayloadBytes) + flows.value(flow, responderPayloadBytes)
        const isEmpty = sent === 0
        const isRepeated = contents.get(flow) !== differs && sampled.get(flow) >= sampleCountMin
        if (isEmpty || isRepeated) watchFlow(flow)
      },
      onTick() {
        for (const [flow, seen] of steady) look(flow, seen)
      },
      onFlowEnd(flow) {
        const seen = steady.get(flow)
        if (!seen) return
        look(flow, seen)
        steady.delete(flow)
      },
    }
  },
})
