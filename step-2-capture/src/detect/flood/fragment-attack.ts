import { hasSoundHeader } from '../../decode/checksum.ts'
import { noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { PartKind } from '../../reassembly/datagram-parts.ts'
import { defineDetector } from '../seam/detector.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf, severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { aboutFlood, FloodTarget } from './flood-target.ts'
import { fragmentAttackKinds } from './fragment-attack-kinds.ts'
import { fragmentAttackOptions } from './fragment-attack-options.ts'

/** 512 pairs at 250 B, of each kind of fragment, and 512 targets at up to 16 kB: 1 MB as a rule. */
export const fragmentPairCountMax = 512
export const fragmentTargetCountMax = 512

/** What contradicts the other fragments, as a title says it. */
const contradictions: ReadonlyMap<number, string> = new Map([
  [PartKind.changed, 'other bytes for the same place'],
  [PartKind.wrongEnd, 'two ends'],
  [PartKind.misaligned, 'a length that is no multiple of 8 before the last'],
])

class Pair extends Tracker {
  count = 0
  how = ''
  /** A last part ended within what had come, from which old systems reckon a negative length. */
  hasWrongEnd = false
}

/** Datagrams that began for a host in the current period with a small piece, and those that ended. */
class Target extends FloodTarget {
  wholeCount = 0

  protected override startPeriod(): void {
    super.startPeriod()
    this.wholeCount = 0
  }
}

export const fragmentAttack = defineDetector({
  name: 'fragment_attack',
  family: 'behaviour',
  about:
    'Fragments that no system makes: they contradict one another, exceed the longest datagram, hide ' +
    'a TCP header or begin datagrams without end. Lost, repeated and disordered ones are left alone.',
  kinds: fragmentAttackKinds,
  options: fragmentAttackOptions,
  watch(traffic, settings, reporter) {
    const { hosts } = traffic
    const fragment = traffic.fragments.seen
    const { contradictionCountMin, oversizedCountMin, tinyCountMin } = settings
    const { unfinishedCountMin, smallBytesMax, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: fragmentPairCountMax, forgetAfterSeconds, tracker: Pair }
    const contradicting = new TrackerTable(bounds)
    const oversized = new TrackerTable(bounds)
    const tiny = new TrackerTable(bounds)
    const countMax = fragmentTargetCountMax
    const unfinished = new TrackerTable({ ...bounds, countMax, tracker: Target })

    const hostAt = (at: number) =>
      hosts.intern(traffic.packet.bytes, at, fragment.part.addressLength, traffic.timeUs)
    const sourceHost = () => hostAt(fragment.part.sourceAddressOffset)
    const targetHost = () => hostAt(fragment.part.destinationAddressOffset)

    function countPair(pairs: TrackerTable<Pair>): Pair {
      const pair = pairs.open({ host: sourceHost(), peer: targetHost() })
      pair.count++
      pair.evidence.addPacket(traffic)
      return pair
    }

    function aboutPair(pair: Pair) {
      const { count } = pair
      return {
        ...about(pair),
        severity: 'medium',
        score: 0.75,
        confidence: 0.85,
        reasons: [countReason('fragments', count, { typical: 0, unit: 'fragments' })],
      } as const
    }

    function reportContradicting(pair: Pair): void {
      const fragments = counted(pair.count, 'fragment')
      const counts = severityOf(pair.count, settings.contradictionLevels)
      const severity = pair.hasWrongEnd ? 'medium' : counts
      reporter.emit({
        restate: () => reportContradicting(pair),
        ...aboutPair(pair),
        severity,
        score: severityScores[severity],
        kind: 'contradicting_fragments',
        values: { fragments, how: pair.how, limit: contradictionCountMin },
      })
    }

    function reportOversized(pair: Pair): void {
      reporter.emit({
        restate: () => reportOversized(pair),
        ...aboutPair(pair),
        kind: 'oversized_datagram',
        values: { fragments: counted(pair.count, 'fragment'), limit: oversizedCountMin },
      })
    }

    function reportTiny(pair: Pair): void {
      reporter.emit({
        restate: () => reportTiny(pair),
        ...aboutPair(pair),
        kind: 'tiny_fragments',
        values: { datagrams: counted(pair.count, 'datagram'), limit: tinyCountMin },
      })
    }

    function reportFlood(target: Target): void {
      const { stated, texts, sourcesReason } = aboutFlood(traffic, target, settings)
      const count = target.count - target.wholeCount
      reporter.emit({
        restate: () => reportFlood(target),
        ...stated,
        restsOnSilence: true,
        kind: 'fragment_flood',
        severity: severityOf(target.perPeriod(count), settings.levels),
        score: growthScore(count, unfinishedCountMin),
        confidence: 0.85,
        reasons: [
          countReason('unfinished', count, { typical: unfinishedCountMin - 1, unit: 'datagrams' }),
          sourcesReason,
        ],
        values: { ...texts, datagrams: counted(count, 'datagram'), limit: unfinishedCountMin },
      })
    }

    function seeContradiction(how: string): void {
      // After a while the identification is used again, and what was lost is still waited for.
      if (fragment.ageUs > settings.reuseSeconds * 1e6) return
      const pair = countPair(contradicting)
      pair.how = how
      if (fragment.kind === PartKind.wrongEnd) pair.hasWrongEnd = true
      if (pair.hasDoubled(pair.count, contradictionCountMin)) reportContradicting(pair)
    }

    function countBegun(): void {
      const target = unfinished.open({ host: targetHost() })
      target.advance(traffic.timeUs, periodSeconds)
      target.count++
      target.protocol = fragment.part.protocol
      target.sources.addPacket(traffic, sourceHost())
      target.evidence.addPacket(traffic)
      const count = target.count - target.wholeCount
      if (target.wholeCount > count * settings.finishedShareMax) return
      if (target.hasDoubled(count, unfinishedCountMin)) reportFlood(target)
    }

    function countWhole(): void {
      const { destinationAddressOffset, addressLength } = fragment.part
      const host = hosts.find(traffic.packet.bytes, destinationAddressOffset, addressLength)
      const target = host === noHost ? undefined : unfinished.find({ host })
      if (target && target.wholeCount < target.count) target.wholeCount++
    }

    return {
      onFragment() {
        const { kind, part } = fragment
        const how = contradictions.get(kind)
        if (how !== undefined && isSound(traffic)) seeContradiction(how)
        else if (kind === PartKind.oversized && isSound(traffic)) {
          const pair = countPair(oversized)
          if (pair.hasDoubled(pair.count, oversizedCountMin)) reportOversized(pair)
        }
        if (fragment.isTiny && part.start === 0 && fragment.isFirst) {
          const pair = countPair(tiny)
          if (pair.hasDoubled(pair.count, tinyCountMin)) reportTiny(pair)
        }
        if (fragment.isWhole) countWhole()
        else if (fragment.isFirst && part.hasMore && part.wireLength <= smallBytesMax) countBegun()
      },
    }
  },
})

/** Whether the fragment is as it was sent: neither damaged on the way nor cut without a word. */
function isSound({ packet, fragments }: Traffic): boolean {
  const { part } = fragments.seen
  if (part.isShort) return false
  return part.version === 6 || hasSoundHeader(packet.bytes, part.headerOffset)
}
