import type { AppContext } from 'step-1-skeleton'
import type { Interfaces } from '../capture/interfaces.ts'
import type { RingLimits } from '../capture/ring/ring-folder.ts'
import type { Samples } from '../capture/samples.ts'
import type { DetectorConfig } from '../detect/config/detector-config.ts'
import type { Evaluations } from '../evaluate/evaluations.ts'
import type { FlowJudge } from '../run/detect-flows.ts'
import type { Monitor } from '../run/monitor.ts'
import type { Status } from '../run/status.ts'
import type { Trainer } from '../train/trainer.ts'
import type { UploadStore } from '../upload/upload-store.ts'
import type { ModelVersions } from '../versions/model-versions.ts'
import type { FlowHistory } from './flow-history.ts'
import type { ModelReview } from './model-review.ts'
import type { RuleKeeper } from './rule-keeper.ts'

/** What the routes of step 2 work with, beside what those of step 1 do. */
export interface CaptureContext extends AppContext {
  readonly monitor: Monitor
  readonly flowJudge: FlowJudge
  /** The settings of the detectors that are in force now. */
  readonly detectorConfig: () => DetectorConfig
  readonly trainer: Trainer
  /** Every model that was trained or imported, and the one that judges. */
  readonly versions: ModelVersions
  readonly review: ModelReview
  /** The user's own rules. */
  readonly rules: RuleKeeper
  /** Measurements of the detectors on captures with labels. */
  readonly evaluations: Evaluations
  readonly interfaces: Interfaces
  readonly uploads: UploadStore
  readonly samples: Samples
  /** Where packets of live captures are kept for a while; null where they are not. */
  readonly ring: RingLimits | null
  /** Bytes kept of each packet of a live capture where a request names no other number. */
  readonly snapLength: number
  /** Folders below which a request may name any file by its path. */
  readonly fileFolders: readonly string[]
  /** Flows of earlier runs; a later step keeps them. */
  readonly flowHistory?: FlowHistory
  /** Where models, uploads and the database lie: said in the status. */
  readonly dataFolder: string
  /** The model that runs judge with, as the status shows it. */
  readonly model?: () => Status['model']
  /** What the status shows as recent alerts: the detections, until a later step has better. */
  readonly recentAlerts?: () => Promise<readonly unknown[]> | readonly unknown[]
}
