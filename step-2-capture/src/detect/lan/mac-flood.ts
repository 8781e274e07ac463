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

/** The senders of the current period: one counter of 8 kB. */
class Senders extends PeriodTracker {
  macs = new DistinctCounter()
  flowCount = 0
  /** The addresses are forged, so one stands for the device that sends them all. */
  named: HostId | undefined
  readonly latest = new Evidence()

  protected startPeriod(): void {
    this.macs = new DistinctCounter()
    this.flowCount = 1 // the flow that begins the period
    this.named = undefined
  }
}

export const macFlood = defineDetector({
  name: 'mac_flood',
  family: 'behaviour',
  about:
    'More senders on one network than it can have, to fill the address table of its switch (macof). ' +
    'Devices that send more than once are left alone.',
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
    const { frame, hosts } = traffic
    const { macCountMin, newShareMin, periodSeconds } = settings
    const senders = new Senders({ host: noHost }, traffic)

    /** The current packet's sender stands for all, and shows that it goes on. */
    function state(): void {
      const { packet, timeUs } = traffic
      senders.named = hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs)
      senders.latest.clear()
      senders.latest.addPacket(traffic)
      report()
    }

    function report(): void {
      const { macs, flowCount, firstUs, lastUs, evidence, latest, named } = senders
      if (named === undefined) return
      const others = evidence.toReferences().slice(0, evidenceCountMax - 1)
      reporter.emit({
        restate: report,
        matter: senders,
        kind: 'mac_flood',
        severity: severityOf(senders.perPeriod(macs.count), settings.levels),
        score: growthScore(macs.count, macCountMin),
        confidence: 0.8,
        source: named,
        target: null,
        targetGroup: 'switch',
        firstUs,
        lastUs,
        evidence: [...others, ...latest.toReferences()],
        values: {
          devices: counted(macs, 'device'),
          span: durationText(senders.seconds),
          period: durationText(periodSeconds),
          limit: macCountMin,
        },
        reasons: [
          countReason('senders', macs.count, { typical: macCountMin - 1, unit: 'MAC addresses' }),
          countReason('flows', flowCount, { typical: macs.count * 5, unit: 'flows' }),
        ],
      })
    }

    return {
      onHostEvict(host) {
        if (host === senders.named) senders.named = undefined
      },
      onFlowStart() {
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
        senders.evidence.addPacket(traffic)
        const { count } = senders.macs
        if (count < macCountMin || count < senders.flowCount * newShareMin) return
        if (senders.hasDoubled(count, macCountMin)) state()
      },
    }
  },
})
