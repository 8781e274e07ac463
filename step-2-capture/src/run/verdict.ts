import { type Detection, severityRank } from '../detect/seam/detection.ts'
import type { Stats } from './status.ts'

/** A detection colours the verdict for a minute of traffic time after it was last seen. */
const colourUs = 60_000_000
/** Half a minute of traffic: with less no honest verdict is possible. */
const learningWindowCount = 3
/** Of more detections than that in a minute only the newest are weighed. */
const recentCountMax = 1_000

type Weighed = Pick<Detection, 'severity' | 'confidence'> & { readonly seenUs: number }

/** What a verdict is about. */
export interface Seen {
  /** Windows of traffic time so far. */
  readonly windowCount: number
  /** Share of the packets that could be decoded, and so were judged. */
  readonly decodedShare: number
}

/** Normal or anomaly, how sure, and how bad: the indicator of the dashboard. */
export class Verdict {
  /** By detection, in its latest revision; the one stated or updated longest ago is the first. */
  readonly #recent = new Map<string, Weighed>()
  #worstEver: Weighed | undefined

  /** Weighs a detection; a further revision takes the place of the one before. */
  add({ detection_id, severity, confidence, last_seen_epoch }: Detection): void {
    const weighed = { severity, confidence, seenUs: last_seen_epoch * 1e6 }
    this.#recent.delete(detection_id)
    this.#recent.set(detection_id, weighed)
    if (this.#recent.size > recentCountMax) {
      const [oldest] = this.#recent.keys()
      this.#recent.delete(oldest as string)
    }
    this.#worstEver = worse(this.#worstEver, weighed)
  }

  /** Of the last minute of traffic. */
  now(timeUs: number, seen: Seen): Stats['verdict'] {
    for (const [id, { seenUs }] of this.#recent) {
      if (seenUs < timeUs - colourUs) this.#recent.delete(id)
    }
    const worst = [...this.#recent.values()].reduce<Weighed | undefined>(worse, undefined)
    return judge(worst, seen, seen.windowCount < learningWindowCount ? 'learning' : 'normal')
  }

  /** Of the whole run, once it has ended. */
  overall(seen: Seen): Stats['verdict'] {
    return judge(this.#worstEver, seen, 'normal')
  }
}

function judge(
  worst: Weighed | undefined,
  { windowCount, decodedShare }: Seen,
  otherwise: 'learning' | 'normal',
): Stats['verdict'] {
  if (worst && severityRank(worst.severity) >= severityRank('medium')) {
    return { status: 'anomaly', confidence: worst.confidence, threat_level: worst.severity }
  }
  if (decodedShare === 0) return { status: 'nothing_judged', confidence: 0, threat_level: 'info' }
  // The longer nothing was found, and the more was read of it, the surer.
  const confidence = (decodedShare * windowCount) / (windowCount + learningWindowCount)
  return { status: otherwise, confidence, threat_level: worst?.severity ?? 'info' }
}

function worse(a: Weighed | undefined, b: Weighed): Weighed {
  if (!a) return b
  const difference = severityRank(b.severity) - severityRank(a.severity)
  return difference > 0 || (difference === 0 && b.confidence > a.confidence) ? b : a
}
