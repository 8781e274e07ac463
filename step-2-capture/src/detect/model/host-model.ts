import { modelDamaged, type modelSummary, summarize } from 'step-1-skeleton'
import type { z } from 'zod'
import type { Detector } from '../seam/detector.ts'
import { formerKindsNote } from '../seam/former-kinds.ts'
import { ordinaryWindowsPerHour } from './false-alarms.ts'
import { knownSequences, sequenceFalseAlarmsPerHour } from './known-sequences.ts'
import { modelKindOf } from './model-bundle.ts'
import { PacketModel } from './packet-model.ts'
import { SequenceModel } from './sequence-model.ts'
import { unusualPackets } from './unusual-packets.ts'
import { unusualWindows } from './unusual-windows.ts'
import { WindowModel } from './window-model.ts'

/** What runs may judge hosts with: single windows as typical or not, or sequences as attacks. */
export type HostModel = WindowModel | SequenceModel

/** Reads the bundle of any kind of model. @throws AppError `E_MODEL_DAMAGED` */
export function restoreModel(data: unknown): HostModel | PacketModel {
  switch (modelKindOf(data)) {
    case 'window':
      return WindowModel.restore(data)
    case 'packet':
      return PacketModel.restore(data)
    case 'sequence':
      return SequenceModel.restore(data)
    case undefined:
      throw modelDamaged('its format is of no model that this version knows')
  }
}

/** The same for models of hosts. @throws AppError `E_MODEL_DAMAGED` */
export function restoreHostModel(data: unknown): HostModel {
  const model = restoreModel(data)
  if (model.kind === 'packet') throw modelDamaged('it is a model of packets, not of hosts')
  return model
}

/** The detector that judges with a model. */
export function createModelDetector(model: HostModel | PacketModel): Detector {
  switch (model.kind) {
    case 'window':
      return unusualWindows.using(model)
    case 'packet':
      return unusualPackets.using(model)
    case 'sequence':
      return knownSequences.using(model)
  }
}

/** What to say of the names in a model that was trained on former ones; undefined of any other. */
export function formerNamesIn(model: HostModel | PacketModel): string | undefined {
  return model.kind === 'sequence' ? formerKindsNote(model.labels) : undefined
}

/** What the API and the status say of a model. */
export function describeHostModel(model: HostModel): z.infer<typeof modelSummary> {
  if (model.kind === 'window') return { ...summarize(model.model), model_id: model.version }
  return {
    model_id: model.version,
    algorithm: 'lstm',
    features: [...model.features],
    items: model.items,
    contamination: 0,
    threshold: 1 - sequenceFalseAlarmsPerHour / ordinaryWindowsPerHour,
    trained_at: model.trainedAt,
  }
}
