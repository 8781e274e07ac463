import type { CaptureFigures } from './capture-figures.ts'
import type { TableVerdict } from './evaluate-tables.ts'
import type { AttackVerdict, BenignVerdict } from './judge-run.ts'
import type { Half } from './labelled-captures.ts'

/** Everything that was measured, as `--format json` prints it. */
export interface Evaluation {
  /** Of the set, for example `data-2 tuning`. */
  readonly name: string
  /** Which detectors took part, for example `all` or `forest`. */
  readonly detectors: string
  readonly half: Half
  readonly figures: CaptureFigures
  readonly attacks: readonly AttackVerdict[]
  readonly benign: readonly BenignVerdict[]
  readonly tables: readonly TableVerdict[]
  readonly problems: readonly string[]
}
