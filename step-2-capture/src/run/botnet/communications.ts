import { type Detection, graver, severityRank } from '../../detect/seam/detection.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { Communication } from './botnet-stats.ts'

/** 1,024 statements at about 1 kB are 1 MB; what was stated longest ago goes first. */
export const communicationCountMax = 1_024

/** What a controlled host does: takes orders, and gives away data. */
const tactics: ReadonlySet<string> = new Set(['command-and-control', 'exfiltration'])
/** Mining for others (Resource Hijacking) needs orders too. */
const techniques: ReadonlySet<string> = new Set(['T1496'])

/** The statements of a run that speak of a host under control, each kind and pair once. */
export class Communications {
  readonly #all = new BoundedMap<string, Communication>({ countMax: communicationCountMax })

  note(detection: Detection): void {
    if (!isOfBotnet(detection)) return
    const { kind, source, target, target_group } = detection
    const key = JSON.stringify([kind, source, target, target_group])
    this.#all.renew(key, toCommunication(detection, this.#all.get(key)))
  }

  /** The gravest first, and of those the newest. */
  list(): Communication[] {
    return [...this.#all.values()].sort(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        Date.parse(b.last_seen) - Date.parse(a.last_seen),
    )
  }
}

function isOfBotnet({ severity, technique }: Detection): boolean {
  if (severity === 'info' || technique === null) return false
  return tactics.has(technique.tactic) || techniques.has(technique.id)
}

function toCommunication(detection: Detection, known: Communication | undefined): Communication {
  const { kind, source, target, target_port, target_group, severity } = detection
  const { score, confidence, title, technique, first_seen, last_seen } = detection
  const isFurther = detection.revision === 1 || known === undefined
  return {
    kind,
    source,
    target,
    target_port,
    target_group,
    severity: graver(known?.severity ?? severity, severity),
    score: Math.max(score, known?.score ?? 0),
    confidence: Math.max(confidence, known?.confidence ?? 0),
    detections: (known?.detections ?? 0) + (isFurther ? 1 : 0),
    detection_id: detection.detection_id,
    title,
    technique,
    first_seen: known && known.first_seen < first_seen ? known.first_seen : first_seen,
    last_seen: known && known.last_seen > last_seen ? known.last_seen : last_seen,
  }
}
