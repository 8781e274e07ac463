import { packetFeatures } from '../../features/packet-feature.ts'
import { RowModel, type RowTrainingOptions, restoreRows, trainRows } from './row-model.ts'

const packets = { kind: 'packet', features: packetFeatures } as const

/** A model of what single packets ordinarily are, measured with what came before them. */
export class PacketModel extends RowModel {
  readonly kind = packets.kind

  /**
   * Learns from rows of `packetFeatures`.
   * @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
   */
  static train(rows: readonly ArrayLike<number>[], options: RowTrainingOptions): PacketModel {
    return new PacketModel(packets, trainRows(packets, rows, options))
  }

  /** @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): PacketModel {
    return new PacketModel(packets, restoreRows(packets, data))
  }

  /** A packet is bad that ordinary traffic gives less often than that. */
  get badChance(): number {
    return this.model.state.contamination
  }
}
