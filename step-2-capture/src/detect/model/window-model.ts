import { hostFeatures } from '../../features/host-window.ts'
import { RowModel, type RowTrainingOptions, restoreRows, trainRows } from './row-model.ts'

const windows = { kind: 'window', features: hostFeatures } as const

/** A model of what a host ordinarily does in ten seconds. */
export class WindowModel extends RowModel {
  readonly kind = windows.kind

  /**
   * Learns from rows of `hostFeatures`, as windows give them.
   * @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
   */
  static train(rows: readonly ArrayLike<number>[], options: RowTrainingOptions): WindowModel {
    return new WindowModel(windows, trainRows(windows, rows, options))
  }

  /** @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): WindowModel {
    return new WindowModel(windows, restoreRows(windows, data))
  }
}
