import { WirelessKind, WirelessSecurity } from '../../decode/wireless-frame.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { Severity } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, limit, seconds } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { plainText } from '../track/plain-text.ts'
import { durationText, severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { rogueAccessPointKinds } from './rogue-access-point-kinds.ts'

/** 2,048 names with WPA at 150 B, 2,048 access points that are left, and 1,024 trackers: 800 kB. */
export const networkCountMax = 2_048
export const leftCountMax = 2_048
export const twinCountMax = 1_024
/** A name of Wi-Fi has at most 32 bytes. */
const nameBytesMax = 32

/** A name that is announced with WPA. */
interface Network {
  /** The MAC address of the access point that did so first, and its hash. */
  readonly owner: Uint8Array
  readonly ownerHash: number
  readonly sinceUs: number
  lastUs: number
}

/** An access point that announces such a name with less. */
class Twin extends Tracker {
  /** When it was first heard. */
  readonly startUs: number = this.firstUs
  frameCount = 0
  /** How often it went back and forth between WPA and less. */
  changeCount = 0
  isProtected = false
  how = ''
  /** It has the address of the protected one. */
  isSame = false
}

/** The names that one access point answered to. */
class Answers extends PeriodTracker {
  names = new DistinctCounter()

  protected override startPeriod(): void {
    this.names = new DistinctCounter()
  }
}

export const rogueAccessPoint = defineDetector({
  name: 'rogue_access_point',
  family: 'behaviour',
  about:
    'An access point that announces the name of a protected network without protection, or that ' +
    'answers to every name. Networks of many access points and of two kinds from the start are left alone.',
  kinds: rogueAccessPointKinds,
  options: {
    twinFrameCountMin: limit(3, { about: 'Frames of the second access point', unit: 'frames' }),
    knownSeconds: seconds(30, {
      about: 'How long the protected network is heard before one that comes then is judged',
    }),
    gonePauseSeconds: seconds(120, { about: 'Silence after which the protected network is gone' }),
    changeCountMin: limit(4, {
      about: 'Changes between WPA and less under one address; a new configuration is one',
      unit: 'changes',
    }),
    leavingCountMin: limit(10, {
      about: 'Frames that end connections with the protected one, from which severity is high',
      unit: 'frames',
    }),
    nameCountMin: limit(8, {
      about: 'Names to which one access point answers within a period',
      unit: 'names',
    }),
    periodSeconds: seconds(300, { about: 'Traffic time over which names are counted', min: 1 }),
    forgetAfterSeconds: forgetAfter('an access point is', 3_600),
  },
  watch(traffic, settings, reporter) {
    const { hosts, wireless } = traffic
    const { twinFrameCountMin, changeCountMin, nameCountMin, periodSeconds } = settings
    const bounds = {
      traffic,
      countMax: twinCountMax,
      forgetAfterSeconds: settings.forgetAfterSeconds,
    }
    const networks = new BoundedMap<number, Network>({ countMax: networkCountMax })
    const left = new BoundedMap<number, number>({ countMax: leftCountMax })
    const twins = new TrackerTable({ ...bounds, tracker: Twin })
    const answering = new TrackerTable({ ...bounds, tracker: Answers })

    const hashOf = (start: number, end: number) =>
      hashBytes(traffic.packet.bytes, start, end, traffic.byteSeed)
    const accessPointHash = () => hashOf(wireless.accessPointOffset, wireless.accessPointOffset + 6)
    const accessPoint = () =>
      hosts.intern(traffic.packet.bytes, wireless.accessPointOffset, 6, traffic.timeUs)

    function reportTwin(twin: Twin, network: Network, name: string): void {
      const isLeft = (left.get(network.ownerHash) ?? 0) >= settings.leavingCountMin
      const owner = hosts.intern(network.owner, 0, 6, traffic.timeUs)
      const isOther = !isOfOneVendor(hosts.text(twin.host), hosts.text(owner))
      const severity: Severity = isLeft || twin.isSame ? 'high' : isOther ? 'medium' : 'low'
      reporter.emit({
        restate: () => reportTwin(twin, network, name),
        ...about(twin),
        target: twin.isSame ? null : owner,
        kind: 'evil_twin',
        severity,
        score: severityScores[severity],
        confidence: 0.75,
        values: {
          name,
          how: twin.how,
          owner: hosts.text(owner),
          frames: counted(twin.frameCount, 'frame'),
          limit: twinFrameCountMin,
        },
        reasons: [
          countReason('unprotected_frames', twin.frameCount, { typical: 0, unit: 'frames' }),
        ],
      })
    }

    function seeProtected(nameHash: number, network: Network | undefined): void {
      const { timeUs } = traffic
      if (network) network.lastUs = timeUs
      else {
        const { accessPointOffset: at } = wireless
        const [owner, ownerHash] = [traffic.packet.bytes.slice(at, at + 6), accessPointHash()]
        networks.renew(nameHash, { owner, ownerHash, sinceUs: timeUs, lastUs: timeUs })
        return
      }
      const twin = twins.find({ host: accessPoint(), part: nameHash })
      if (!twin || twin.isProtected) return
      twin.isProtected = true
      twin.changeCount++
    }

    function seeUnprotected(nameHash: number, network: Network): void {
      const { timeUs } = traffic
      const host = accessPoint()
      const twin = twins.open({ host, part: nameHash })
      twin.frameCount++
      if (twin.isProtected) twin.changeCount++
      twin.isProtected = false
      if (timeUs - network.lastUs > settings.gonePauseSeconds * 1e6) return
      // One that was there from the start, or was given other settings, is what its owner wants.
      const isNew = twin.startUs - network.sinceUs >= settings.knownSeconds * 1e6
      twin.isSame = accessPointHash() === network.ownerHash
      if (twin.isSame ? twin.changeCount < changeCountMin : !isNew) return
      twin.evidence.addPacket(traffic)
      twin.how =
        wireless.security === WirelessSecurity.open ? 'without encryption' : 'with WEP alone'
      if (twin.hasDoubled(twin.frameCount, twinFrameCountMin)) reportTwin(twin, network, nameText())
    }

    function nameText(): string {
      const { bytes } = traffic.packet
      return plainText(
        Buffer.from(bytes.subarray(wireless.nameStart, wireless.nameEnd)).toString('latin1'),
      )
    }

    function seeName(kind: number): void {
      const length = wireless.nameEnd - wireless.nameStart
      // A hidden name is empty, or as many zeros.
      if (length === 0 || length > nameBytesMax || traffic.packet.bytes[wireless.nameStart] === 0)
        return
      const nameHash = hashOf(wireless.nameStart, wireless.nameEnd)
      const network = networks.get(nameHash)
      if (wireless.security === WirelessSecurity.wpa) seeProtected(nameHash, network)
      else if (network) seeUnprotected(nameHash, network)
      if (kind === WirelessKind.answer) countName(nameHash)
    }

    function countName(nameHash: number): void {
      const answers = answering.open({ host: accessPoint() })
      answers.advance(traffic.timeUs, periodSeconds)
      if (!answers.names.add(nameHash)) return
      answers.evidence.addPacket(traffic)
      if (answers.hasDoubled(answers.names.count, nameCountMin)) reportAnswers(answers)
    }

    function reportAnswers(answers: Answers): void {
      const { count } = answers.names
      reporter.emit({
        restate: () => reportAnswers(answers),
        ...about(answers),
        kind: 'every_name_answered',
        severity: 'medium',
        score: severityScores.medium,
        confidence: 0.85,
        values: {
          networks: counted(answers.names, 'network'),
          span: durationText(answers.seconds),
          limit: nameCountMin,
        },
        reasons: [countReason('names', count, { typical: 1, unit: 'names' })],
      })
    }

    return {
      onWireless() {
        const { kind } = wireless
        if (kind === WirelessKind.announcement || kind === WirelessKind.answer) seeName(kind)
        else if (kind === WirelessKind.leaving) {
          const hash = accessPointHash()
          left.set(hash, (left.get(hash) ?? 0) + 1)
        }
      },
    }
  },
})

/** Whether two MAC addresses begin alike; of a device with several, one bit tells them apart. */
function isOfOneVendor(one: string, other: string): boolean {
  const first = (text: string) => Number.parseInt(text.slice(0, 2), 16) & ~2
  return first(one) === first(other) && one.slice(2, 8) === other.slice(2, 8)
}
