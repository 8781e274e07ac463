import type { Frame } from '../decode/frame.ts'

/** Fewer segments say nothing about a share. */
const segmentCountMin = 200
/** Below this a capture counts as whole: Zeek warns from 0.1 % of acknowledged data on. */
const lostShareMin = 0.01
const oneWayShareMin = 0.2

/**
 * What the sequence numbers of all flows tell of the capture itself. A segment that begins beyond the
 * highest number seen leaves a gap. Where the network lost the segment, it is sent again and fills the
 * gap, or it was seen before the loss; a gap that nothing fills is what the capture lost. An estimate:
 * Zeek's capture_loss follows each gap by itself.
 */
export class SegmentCounts {
  /** TCP segments with data, SYN or FIN. */
  count = 0
  gapCount = 0
  /** Segments that end at or below the highest number seen: sent again, or late. */
  repeatedCount = 0
  /** Segments to an end that the capture has never shown. */
  oneWayCount = 0
  /** The latest of them begins below the highest number seen. */
  isOverlapping = false

  /**
   * Counts a segment, and says whether it is repeated.
   * @param end The number after it. @param known The highest number seen from this end, or -1.
   * @param othersFlags All flags that the other end has sent; 0 for an end that was never seen.
   */
  see(frame: Frame, end: number, known: number, othersFlags: number): boolean {
    this.count++
    if (othersFlags === 0 && frame.payloadWireLength > 0) this.oneWayCount++
    this.isOverlapping = known !== -1 && ((frame.tcpSequence - known) | 0) < 0
    if (known === -1) return false
    if (((end - known) | 0) <= 0) {
      this.repeatedCount++
      return true
    }
    if (((frame.tcpSequence - known) | 0) > 0) this.gapCount++
    return false
  }

  /** What the capture lacks; nothing where it is whole, or too short to say. */
  get loss(): LossProblems {
    const lost = this.#shareOf(this.gapCount - this.repeatedCount, lostShareMin)
    const oneWay = this.#shareOf(this.oneWayCount, oneWayShareMin)
    return {
      ...(lost === undefined ? {} : { lost_share: lost }),
      ...(oneWay === undefined ? {} : { one_way_share: oneWay }),
    }
  }

  /** The same as sentences. */
  problems(): string[] {
    return lossTexts(this.loss)
  }

  #shareOf(count: number, shareMin: number): number | undefined {
    const share = count / this.count
    if (this.count < segmentCountMin || share < shareMin) return undefined
    return Math.round(share * 1000) / 1000
  }
}

/** Shares of the TCP segments, 0 to 1, each only there where it says something. */
export interface LossProblems {
  /** Gaps in the sequence numbers that no segment filled: the capture lost them. */
  readonly lost_share?: number
  /** Sent to an end of which the capture has nothing: it shows one direction. */
  readonly one_way_share?: number
}

export function lossTexts({ lost_share, one_way_share }: LossProblems = {}): string[] {
  const texts: string[] = []
  if (lost_share !== undefined) {
    const share = `about ${percentText(lost_share)} of the TCP segments`
    texts.push(`the capture lost ${share}: they leave gaps that nothing fills`)
  }
  if (one_way_share !== undefined) {
    const share = `${percentText(one_way_share)} of the TCP segments`
    texts.push(
      `the capture shows ${share} in one direction only: what rests on answers is not found`,
    )
  }
  return texts
}

function percentText(share: number): string {
  return `${Math.round(share * 100)} %`
}
