import { isGroupMac } from '../../decode/group-mac.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { levels, limit, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Evidence, evidenceCountMax } from '../track/evidence.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'

/** The senders of the current period: three counters of 8 kB. */
class Senders extends PeriodTracker {
  macs = new DistinctCounter()
  /** Those with the bit of a group, which no sender has (IEEE 802.3, section 3.2.3). */
  groups = new DistinctCounter()
  /** The network addresses of those. */
  addresses = new DistinctCounter()
  flowCount = 0
  /** The addresses are forged, so one stands for the device that sends them all. */
  named: HostId | undefined
  readonly ofNamed = new Evidence()

  protected startPeriod(): void {
    this.macs = new DistinctCounter()
    this.groups = new DistinctCounter()
    this.addresses = new DistinctCounter()
    this.flowCount = 1 // the flow that begins the period
    this.named = undefined
  }
}

export const macFlood = defineDetector({
  name: 'mac_flood',
  family: 'behaviour',
  about:
    'More senders on one network than it can have, to fill the address table of its switch (macof). ' +
    'Devices that send more than once are left alone. Far fewer are enough where senders bear ' +
    'addresses of groups, as half of those have that are drawn at random.',
  kinds: [
    {
      id: 'mac_flood',
      title: '{devices} appeared on the network in {span} (threshold: {limit} in {period})',
      technique: techniques.T1557,
      recommend:
        'Find the port at the switch that learned these addresses, shut it, and limit how many a ' +
        'port may have (port security): a switch whose table is full floods every port.',
    },
  ],
  options: {
    macCountMin: limit(500, {
      about: "Senders' MAC addresses within a period",
      unit: 'addresses',
      source: 'a broadcast domain has 500 devices at most',
    }),
    groupCountMin: limit(20, {
      about:
        "Senders' addresses within a period that are addresses of groups, which no device has, each " +
        'with a network address of its own',
      unit: 'addresses',
    }),
    newShareMin: share(0.8, {
      about: 'Share of the flows that come from an address of their own',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which senders are counted', min: 1 }),
    levels: levels(
      { medium: 500, high: 5_000 },
      { about: 'Addresses at which each severity starts', unit: 'addresses' },
    ),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame, hosts } = traffic
    const { macCountMin, groupCountMin, newShareMin, periodSeconds } = settings
    const senders = new Senders({ host: noHost }, traffic)

    const senderOf = (flow: FlowId) =>
      flows.fromOriginator ? flows.originator(flow) : flows.responder(flow)

    /** The sender of the packet by which it is stated first stands for all. */
    function state(): void {
      const { packet, timeUs } = traffic
      if (senders.named === undefined) {
        senders.named = hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs)
        senders.ofNamed.clear()
        senders.ofNamed.addPacket(traffic)
      }
      report()
    }

    function report(): void {
      const { macs, groups, flowCount, firstUs, lastUs, evidence, ofNamed, named } = senders
      if (named === undefined) return
      const others = evidence.toReferences().slice(0, evidenceCountMax - 1)
      const isMany = macs.count >= macCountMin
      const [count, limit] = isMany ? [macs.count, macCountMin] : [groups.count, groupCountMin]
      reporter.emit({
        restate: report,
        matter: senders,
        kind: 'mac_flood',
        severity: isMany ? severityOf(senders.perPeriod(count), settings.levels) : 'medium',
        score: growthScore(count, limit),
        confidence: 0.8,
        source: named,
        target: null,
        targetGroup: 'switch',
        firstUs,
        lastUs,
        evidence: [...others, ...ofNamed.toReferences()],
        values: {
          devices: isMany
            ? counted(macs, 'device')
            : counted(groups, 'sender with a group address', 'senders with group addresses'),
          span: durationText(senders.seconds),
          period: durationText(periodSeconds),
          limit,
        },
        reasons: [
          countReason('senders', macs.count, { typical: macCountMin - 1, unit: 'MAC addresses' }),
          countReason('group_senders', groups.count, { typical: 0, unit: 'MAC addresses' }),
          countReason('flows', flowCount, { typical: macs.count * 5, unit: 'flows' }),
        ],
      })
    }

    return {
      onHostEvict(host) {
        if (host === senders.named) senders.named = undefined
      },
      onFlowStart(flow) {
        const { packet, timeUs } = traffic
        const at = frame.sourceMacOffset
        if (at === -1) return
        // The last four of the six bytes tell devices apart.
        const device = readWord(packet.bytes, at + 2)
        senders.flowCount++
        if (!senders.macs.add(device)) return
        senders.touch(timeUs)
        senders.advance(timeUs, periodSeconds)
        // It may be the first of a new period.
        senders.macs.add(device)
        if (isGroupMac(packet.bytes, at) && senders.addresses.add(senderOf(flow))) {
          senders.groups.add(device)
        }
        senders.evidence.addPacket(traffic)
        const { macs, groups } = senders
        if (macs.count < senders.flowCount * newShareMin) return
        const isMany = macs.count >= macCountMin
        if (!isMany && groups.count < groupCountMin) return
        const share = Math.max(macs.count / macCountMin, groups.count / groupCountMin)
        if (senders.hasDoubled(share, 1)) state()
      },
    }
  },
})
