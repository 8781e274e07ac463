import type { HostModel } from '../detect/model/host-model.ts'
import type { Concern } from './concerns.ts'
import type { ModelVersion } from './model-version.ts'
import type { WindowFigures } from './window-figures.ts'

/** What two models say of the same windows: the one that judges now, and the other. */
export interface Preview {
  /** The run whose newest windows they are. */
  readonly run_id: string
  readonly before: WindowFigures & { readonly model_id: string }
  readonly after: WindowFigures & { readonly model_id: string }
}

/** A version that was kept or activated, and what came of it. */
export interface KeptVersion {
  readonly version: ModelVersion
  readonly model: HostModel
  readonly isActive: boolean
  readonly concerns: readonly Concern[]
  /** Null where no windows are kept, or no other model judges. */
  readonly preview: Preview | null
}
