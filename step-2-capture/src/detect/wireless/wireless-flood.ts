import { WirelessKind, WirelessSubtype } from '../../decode/wireless-frame.ts'
import { noHost } from '../../flow/host-rows.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { wirelessProtocol } from '../seam/describe-packet.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { wirelessFloodKinds } from './wireless-flood-kinds.ts'
import { Announcing, Joining, Leaving } from './wireless-flood-trackers.ts'

/** 1,024 access points that are left or joined, at 300 B and up to 8 kB: 1 MB as a rule. */
export const accessPointCountMax = 1_024

export const wirelessFlood = defineDetector({
  name: 'wireless_flood',
  family: 'behaviour',
  about:
    'Floods of frames that manage Wi-Fi: that end connections, that ask to join with invented ' +
    'addresses, that announce invented access points. Retries, roaming and dense networks are left alone.',
  kinds: wirelessFloodKinds,
  options: {
    leavingCountMin: limit(40, {
      about: 'Frames within a period that end connections with one access point, retries aside',
      unit: 'frames',
      source:
        'aireplay-ng sends 128 at once, mdk4 hundreds in a second; Kismet alerts at 2 a second',
    }),
    stationCountMin: limit(100, {
      about: 'Stations that ask one access point to let them in, within a period',
      unit: 'stations',
      source: 'mdk4 (authentication flood); an access point holds some hundreds in all',
    }),
    accessPointCountMin: limit(400, {
      about: 'Access points that announce themselves within a period; a hall has some hundreds',
      unit: 'access points',
      source: 'mdk4 (beacon flood) invents 50 a second',
    }),
    sameClockCountMin: limit(20, {
      about:
        'Access points whose clocks, counted in microseconds, say the same; a device has up to 16',
      unit: 'access points',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('an access point is', 300),
    leavingLevels: levels({ medium: 40, high: 400 }, { unit: 'frames' }),
  },
  watch(traffic, settings, reporter) {
    const { hosts, wireless } = traffic
    const { leavingCountMin, stationCountMin, accessPointCountMin, sameClockCountMin } = settings
    const { periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: accessPointCountMax, forgetAfterSeconds }
    const leaving = new TrackerTable({ ...bounds, tracker: Leaving })
    const joining = new TrackerTable({ ...bounds, tracker: Joining })
    const announcing = new Announcing({ host: noHost }, traffic)

    const macAt = (at: number) => hosts.intern(traffic.packet.bytes, at, 6, traffic.timeUs)
    const hashAt = (at: number, size: number) =>
      hashBytes(traffic.packet.bytes, at, at + size, traffic.byteSeed)

    function reportLeaving(one: Leaving): void {
      const { count, sender, receiver } = one
      reporter.emit({
        restate: () => reportLeaving(one),
        ...about(one),
        kind: 'deauthentication_flood',
        severity: severityOf(one.perPeriod(count), settings.leavingLevels),
        score: growthScore(count, leavingCountMin),
        confidence: 0.85,
        source: sender,
        target: receiver,
        floods: wirelessProtocol(one.subtype),
        targetGroup: hosts.text(one.host),
        values: {
          frames: counted(count, 'frame'),
          access_point: hosts.text(one.host),
          span: durationText(one.seconds),
          period: durationText(periodSeconds),
          limit: leavingCountMin,
        },
        reasons: [countReason('frames', count, { typical: leavingCountMin - 1, unit: 'frames' })],
      })
    }

    function seeLeaving(): void {
      if (wireless.isRetry) return
      const one = leaving.open({ host: macAt(wireless.accessPointOffset) })
      one.advance(traffic.timeUs, periodSeconds)
      one.count++
      if (one.sender === noHost) {
        one.sender = macAt(wireless.senderOffset)
        one.receiver = macAt(wireless.receiverOffset)
        one.subtype = wireless.subtype
      }
      one.evidence.addPacket(traffic)
      if (one.hasDoubled(one.count, leavingCountMin)) reportLeaving(one)
    }

    function reportJoining(one: Joining): void {
      if (one.named === noHost) return
      const { count } = one.stations
      reporter.emit({
        restate: () => reportJoining(one),
        ...about(one),
        kind: 'joining_flood',
        severity: 'medium',
        score: growthScore(count, stationCountMin),
        confidence: 0.85,
        source: one.named,
        target: one.host,
        floods: wirelessProtocol(one.part),
        targetGroup: hosts.text(one.host),
        values: {
          stations: counted(one.stations, 'station'),
          span: durationText(one.seconds),
          period: durationText(periodSeconds),
          limit: stationCountMin,
        },
        reasons: [
          countReason('stations', count, { typical: stationCountMin - 1, unit: 'stations' }),
        ],
      })
    }

    function seeJoining(): void {
      const one = joining.open({ host: macAt(wireless.accessPointOffset), part: wireless.subtype })
      one.advance(traffic.timeUs, periodSeconds)
      if (!one.stations.add(hashAt(wireless.senderOffset, 6))) return
      one.evidence.addPacket(traffic)
      if (!one.hasDoubled(one.stations.count, stationCountMin)) return
      one.named = macAt(wireless.senderOffset)
      reportJoining(one)
    }

    function reportAnnouncing(): void {
      const { named, everyone, accessPoints, sameClock } = announcing
      if (named === noHost || everyone === noHost) return
      const isOneClock = sameClock.count >= sameClockCountMin
      const minimum = isOneClock ? sameClockCountMin : accessPointCountMin
      const { count } = isOneClock ? sameClock : accessPoints
      const what = counted(isOneClock ? sameClock : accessPoints, 'access point')
      reporter.emit({
        restate: reportAnnouncing,
        ...about(announcing),
        kind: 'beacon_flood',
        severity: 'medium',
        score: growthScore(count, minimum),
        confidence: 0.85,
        source: named,
        target: everyone,
        floods: wirelessProtocol(WirelessSubtype.beacon),
        targetGroup: 'wireless',
        values: {
          access_points: isOneClock ? `${what} with one clock` : what,
          span: durationText(announcing.seconds),
          period: durationText(periodSeconds),
          limit: minimum,
        },
        reasons: [
          countReason('access_points', count, { typical: minimum - 1, unit: 'access points' }),
        ],
      })
    }

    function seeAnnouncement(): void {
      const { timeUs } = traffic
      announcing.touch(timeUs)
      announcing.advance(timeUs, periodSeconds)
      const device = hashAt(wireless.accessPointOffset, 6)
      announcing.addClock(device, hashAt(wireless.timestampOffset, 8))
      if (announcing.accessPoints.add(device)) announcing.evidence.addPacket(traffic)
      const { accessPoints, sameClock } = announcing
      const isFlood =
        accessPoints.count >= accessPointCountMin || sameClock.count >= sameClockCountMin
      if (!isFlood || !announcing.hasDoubled(accessPoints.count, 1)) return
      announcing.named = macAt(wireless.accessPointOffset)
      announcing.everyone = macAt(wireless.receiverOffset)
      reportAnnouncing()
    }

    return {
      onWireless() {
        switch (wireless.kind) {
          case WirelessKind.leaving:
            return seeLeaving()
          case WirelessKind.joining:
            return seeJoining()
          case WirelessKind.announcement:
            return seeAnnouncement()
        }
      },
      onHostEvict(host) {
        if (announcing.named === host) announcing.named = noHost
        if (announcing.everyone === host) announcing.everyone = noHost
      },
    }
  },
})
