import { IpProtocol, Layer } from '../../decode/frame.ts'
import { isGroupMac } from '../../decode/group-mac.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { FlowTable } from '../../flow/flow-table.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { forgingDevice } from '../track/forging-device.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { datagramFloodOptions, reflectorPorts } from './datagram-flood-options.ts'
import { aboutFlood, FloodTarget } from './flood-target.ts'
import { PingCounts } from './ping-counts.ts'

/** 512 targets at up to 16 kB, of each kind of flood, are 25 MB at worst, 1 MB as a rule. */
export const targetCountMax = 512
/** A host that got fewer than a fourth of the pings that are reported has no tracker yet. */
const trackedShare = 1 / 4

class Target extends FloodTarget {
  ports = new DistinctCounter()

  protected override startPeriod(): void {
    super.startPeriod()
    this.ports = new DistinctCounter()
  }
}

const technique = techniques['T1498.001']
const recommend =
  'Drop the source at the nearest router, or ask the provider to where there are many. Where the ' +
  'addresses are forged, find the switch port behind the MAC address.'

export const datagramFlood = defineDetector({
  name: 'datagram_flood',
  family: 'behaviour',
  about:
    'More datagrams or pings than a host can answer, answers that it never asked for, or pings ' +
    'to a whole network in its name.',
  kinds: [
    {
      id: 'udp_flood',
      title:
        '{target} got {datagrams} that it did not answer in {span}, from {from} ' +
        '(threshold: {limit} in {period})',
      technique,
      recommend,
    },
    {
      id: 'icmp_flood',
      title: '{target} got {pings} in {span}, from {from} (threshold: {limit} in {period})',
      technique,
      recommend,
    },
    {
      id: 'reflected_flood',
      title:
        '{target} got {answers} from port {port} that it never asked for in {span}, from {from} ' +
        '(threshold: {limit} in {period})',
      technique: techniques['T1498.002'],
      recommend:
        'Ask the provider to filter answers from this port to the target. The servers that answer ' +
        'are misused themselves.',
    },
    {
      id: 'smurf',
      title:
        '{pings} to {group} in {span} claim to come from {target}, to which all hosts there ' +
        'answer (threshold: {limit} in {period})',
      technique: techniques['T1498.002'],
      recommend:
        'Find the switch port behind the MAC address. Have routers forward no ' +
        'directed broadcasts (RFC 2644).',
    },
  ],
  options: datagramFloodOptions,
  watch(traffic, settings, reporter) {
    const { flows, hosts } = traffic
    const { flowCountMin, pingCountMin, reflectionCountMin } = settings
    const { periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: targetCountMax, forgetAfterSeconds, tracker: Target }
    const unanswered = new TrackerTable(bounds)
    const pinged = new TrackerTable(bounds)
    const reflected = new TrackerTable(bounds)
    /** By the host that the pings claim to come from. */
    const amplified = new TrackerTable(bounds)
    const pingCounts = new PingCounts(hosts.countMax, periodSeconds)

    function judgeUnanswered(target: Target): void {
      const { count, ports, sources } = target
      const { scanFlowsPerPortMax, scanFactor } = settings
      const isScan = sources.count === 1 && count < ports.count * scanFlowsPerPortMax
      if (isScan && count < flowCountMin * scanFactor) return
      if (!target.hasDoubled(count, flowCountMin)) return
      reportUnanswered(target)
    }

    function reportUnanswered(target: Target): void {
      const { stated, texts } = strengthOf(target, flowCountMin)
      reporter.emit({
        restate: () => reportUnanswered(target),
        ...stated,
        kind: 'udp_flood',
        values: { ...texts, datagrams: counted(target.count, 'datagram') },
      })
    }

    function judgeReflected(target: Target, port: number): void {
      if (target.hasDoubled(target.count, reflectionCountMin)) reportReflected(target, port)
    }

    function reportReflected(target: Target, port: number): void {
      const { stated, texts } = strengthOf(target, reflectionCountMin)
      const answers = counted(target.count, 'answer')
      reporter.emit({
        restate: () => reportReflected(target, port),
        ...stated,
        kind: 'reflected_flood',
        values: { ...texts, answers, port: `${port}` },
      })
    }

    function judgePinged(target: Target): void {
      if (target.hasDoubled(target.count, pingCountMin)) reportPinged(target)
    }

    function reportPinged(target: Target): void {
      const { stated, texts } = strengthOf(target, pingCountMin)
      reporter.emit({
        restate: () => reportPinged(target),
        ...stated,
        kind: 'icmp_flood',
        values: { ...texts, pings: counted(target.count, 'ping') },
      })
    }

    /** Counts a ping that a whole network gets, and may answer. */
    function seeGroupPing(flow: FlowId): void {
      const [host, group] = [flows.originator(flow), flows.responder(flow)]
      const target = amplified.open({ host })
      target.advance(traffic.timeUs, periodSeconds)
      target.add(traffic, flow, host)
      target.evidence.addPacket(traffic)
      if (!target.hasDoubled(target.count, pingCountMin)) return
      reportSmurf(target, {
        source: forgingDevice(traffic, flow, host),
        group: hosts.text(group),
      })
    }

    function reportSmurf(target: Target, asked: { source: HostId; group: string }): void {
      const { stated, texts } = strengthOf(target, pingCountMin)
      const { source, group } = asked
      reporter.emit({
        restate: () => reportSmurf(target, asked),
        ...stated,
        source,
        kind: 'smurf',
        values: { ...texts, pings: counted(target.count, 'ping'), group },
      })
    }

    /** What the kinds have in common. */
    function strengthOf(target: Target, minimum: number) {
      const { count } = target
      const { stated, texts, sourcesReason } = aboutFlood(traffic, target, settings)
      const high = minimum * settings.highFactor
      return {
        stated: {
          ...stated,
          severity: severityOf(target.perPeriod(count), { medium: minimum, high }),
          score: growthScore(count, minimum),
          confidence: 0.85,
          reasons: [
            countReason('datagrams', count, { typical: minimum - 1, unit: 'datagrams' }),
            sourcesReason,
          ],
        },
        texts: { ...texts, limit: minimum },
      }
    }

    return {
      protocols: [IpProtocol.udp],
      onFlowFailed(flow) {
        const [originator, responder] = [flows.originator(flow), flows.responder(flow)]
        const [sentFrom, sentTo] = [flows.originatorPort(flow), flows.responderPort(flow)]
        // Only the well-known end has sent: an answer to a question that was never asked.
        const isSwapped = flows.originatorPackets(flow) === 0
        const [source, host] = isSwapped ? [responder, originator] : [originator, responder]
        const isReflected = isSwapped || (sentFrom !== sentTo && reflectorPorts.has(sentFrom))
        const port = isReflected && !isSwapped ? sentFrom : sentTo
        // No service answers to a group: such a target is a host whose address was made anonymous.
        const isAnswer = isReflected && sentFrom !== sentTo && reflectorPorts.has(port)
        if (!isAnswer && scopeOf(hosts, host) === AddressScope.group) return
        const startUs = flows.firstUs(flow)
        const target = (isReflected ? reflected : unanswered).open({ host }, startUs)
        target.advance(startUs, periodSeconds)
        target.add(traffic, flow, source)
        target.ports.add(port)
        target.evidence.addFlow(traffic, flow)
        if (isReflected) judgeReflected(target, port)
        else judgeUnanswered(target)
      },
      onIcmp() {
        const { frame, flow, timeUs } = traffic
        if (!isEcho(frame.sourcePort, (frame.layers & Layer.icmpv6) !== 0)) return
        if (flows.fromOriginator && isForMany(traffic)) return seeGroupPing(flow)
        // Answers to what the host asked itself are as many as it asked for.
        if (!flows.fromOriginator && isAskedFor(flows, flow)) return
        const [originator, responder] = [flows.originator(flow), flows.responder(flow)]
        const [source, host] = flows.fromOriginator
          ? [originator, responder]
          : [responder, originator]
        const count = pingCounts.add(host, timeUs)
        const isFew = count < pingCountMin * trackedShare
        if (isFew && !pinged.find({ host })?.isReported) return
        const target = pinged.open({ host })
        target.advance(timeUs, periodSeconds)
        if (!target.isReported) target.firstUs = pingCounts.sinceUs(host)
        target.add(traffic, flow, source)
        // A tracker begins late; what was reported goes on over many periods.
        if (!target.isReported) target.count = count
        target.evidence.addPacket(traffic)
        judgePinged(target)
      },
      onHostEvict: (host) => pingCounts.forget(host),
    }
  },
})

function isEcho(type: number, isV6: boolean): boolean {
  return isV6 ? type === 128 || type === 129 : type === 8 || type === 0
}

/** Whether the current packet is a broadcast or multicast, by its frame or its address. */
function isForMany({ packet, frame, flow, flows, hosts }: Traffic): boolean {
  const at = frame.destinationMacOffset
  if (at !== -1 && isGroupMac(packet.bytes, at)) return true
  return scopeOf(hosts, flows.responder(flow)) === AddressScope.group
}

function isAskedFor(flows: FlowTable, flow: FlowId): boolean {
  return flows.originatorPackets(flow) >= flows.responderPackets(flow)
}
