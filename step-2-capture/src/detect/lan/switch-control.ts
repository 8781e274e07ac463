import { readUint16 } from '../../decode/big-endian.ts'
import { SwitchFrame, SwitchProtocol } from '../../decode/switch-frame.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { SpanningTrees } from './spanning-trees.ts'

/** 256 bridges that claim to be the root, at 250 B. */
export const claimantCountMax = 256

/** A bridge that claims to be the root in the place of another. */
class Claimant extends Tracker {
  messageCount = 0
  owner = noHost
}

/** Who announced itself in the current period: one counter of 8 kB. */
class Announcers extends PeriodTracker {
  devices = new DistinctCounter()
  /** The addresses are forged, so one stands for the device that sends them all. */
  named: HostId = noHost
  /** The group address that switches listen to. */
  group: HostId = noHost

  protected override startPeriod(): void {
    this.devices = new DistinctCounter()
  }
}

export const switchControl = defineDetector({
  name: 'switch_control',
  family: 'behaviour',
  about:
    'A bridge that takes the root of the spanning tree from one that is still there, and floods of ' +
    'announcements (CDP, LLDP); a bridge that follows one which is gone is left alone.',
  kinds: [
    {
      id: 'root_takeover',
      title:
        '{source} announced itself as the root of the spanning tree {times}, in the place of ' +
        '{owner}, which was there (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'If this is no new switch, find its port and shut it: frames between other switches now pass ' +
        'it. Turn on root guard, and BPDU guard on the ports of hosts.',
    },
    {
      id: 'announcement_flood',
      title:
        '{devices} announced themselves by CDP or LLDP in {span} (threshold: {limit} in {period})',
      technique: techniques['T1499.001'],
      recommend:
        'Find the port at the switch that these announcements come from and shut it; turn CDP and ' +
        'LLDP off on the ports of hosts. A switch whose table of neighbours is full may fail.',
    },
  ],
  options: {
    takeoverCountMin: limit(2, { about: 'Messages of the new root', unit: 'messages' }),
    rootSilentSeconds: seconds(20, {
      about: 'Silence after which a root counts as gone',
      min: 1,
      source: 'IEEE 802.1D: Max Age',
    }),
    deviceCountMin: limit(60, {
      about:
        'Devices that announce themselves within a period; of 48 ports that are mirrored each says ' +
        'so once in 30 s',
      unit: 'devices',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('a new root is', 3_600),
    levels: levels({ medium: 60, high: 1_000 }, { unit: 'devices' }),
  },
  watch(traffic, settings, reporter) {
    const { frame, hosts } = traffic
    const { takeoverCountMin, deviceCountMin, periodSeconds, forgetAfterSeconds } = settings
    const read = new SwitchFrame()
    const trees = new SpanningTrees(settings.rootSilentSeconds * 1e6)
    const bounds = { traffic, countMax: claimantCountMax, forgetAfterSeconds }
    const claimants = new TrackerTable({ ...bounds, tracker: Claimant })
    const announcers = new Announcers({ host: noHost }, traffic)

    function reportTakeover(claimant: Claimant, isKnown: boolean): void {
      const { messageCount: count } = claimant
      reporter.emit({
        restate: () => reportTakeover(claimant, isKnown),
        ...about(claimant),
        kind: 'root_takeover',
        // The administrator of a bridge that was there before may have given it the better priority.
        severity: isKnown ? 'low' : 'medium',
        score: isKnown ? 0.4 : 0.8,
        confidence: 0.8,
        target: claimant.owner,
        values: {
          times: counted(count, 'time'),
          owner: hosts.text(claimant.owner),
          limit: takeoverCountMin,
        },
        reasons: [countReason('root_claims', count, { typical: 0, unit: 'messages' })],
      })
    }

    function seeSpanningTree(): void {
      const { packet, timeUs } = traffic
      const { bytes } = packet
      const root = hosts.intern(bytes, read.rootOffset + 2, 6, timeUs)
      const bridge = hosts.intern(bytes, read.bridgeOffset + 2, 6, timeUs)
      const priority = readUint16(bytes, read.rootOffset)
      const vlan = frame.vlanId
      const claim = trees.see({ vlan, priority, root, bridge, timeUs, hosts })
      if (!claim) return
      const claimant = claimants.open({ host: root })
      claimant.messageCount++
      claimant.owner = claim.owner
      claimant.evidence.addPacket(traffic)
      if (claimant.hasDoubled(claimant.messageCount, takeoverCountMin)) {
        reportTakeover(claimant, claim.isKnown)
      }
    }

    function reportFlood(): void {
      const { devices, named, group } = announcers
      if (named === noHost || group === noHost) return
      reporter.emit({
        restate: reportFlood,
        ...about(announcers),
        kind: 'announcement_flood',
        severity: severityOf(announcers.perPeriod(devices.count), settings.levels),
        score: growthScore(devices.count, deviceCountMin),
        confidence: 0.85,
        source: named,
        target: group,
        floods: 0,
        targetGroup: 'switch',
        values: {
          devices: counted(devices, 'device'),
          span: durationText(announcers.seconds),
          period: durationText(periodSeconds),
          limit: deviceCountMin,
        },
        reasons: [
          countReason('announcers', devices.count, {
            typical: deviceCountMin - 1,
            unit: 'devices',
          }),
        ],
      })
    }

    function seeAnnouncement(): void {
      const { packet, timeUs, byteSeed } = traffic
      const { bytes } = packet
      announcers.group = hosts.intern(bytes, frame.destinationMacOffset, 6, timeUs)
      announcers.touch(timeUs)
      announcers.advance(timeUs, periodSeconds)
      const name = hashBytes(bytes, read.identityStart, read.identityEnd, byteSeed)
      const at = frame.sourceMacOffset
      const sender = hashBytes(bytes, at, at + 6, byteSeed)
      // Tools repeat names and invent addresses; 2^32 - 1 is no value of the counter.
      if (!announcers.devices.add(((name ^ sender) >>> 0) % 0xffff_ffff)) return
      announcers.evidence.addPacket(traffic)
      if (!announcers.hasDoubled(announcers.devices.count, deviceCountMin)) return
      announcers.named = hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
      reportFlood()
    }

    return {
      onLink() {
        const protocol = read.read(traffic.packet.bytes, frame)
        if (protocol === SwitchProtocol.spanningTree) seeSpanningTree()
        else if (protocol === SwitchProtocol.discovery) seeAnnouncement()
      },
      onHostEvict(host) {
        trees.forget(host)
        if (announcers.named === host) announcers.named = noHost
        if (announcers.group === host) announcers.group = noHost
      },
    }
  },
})
