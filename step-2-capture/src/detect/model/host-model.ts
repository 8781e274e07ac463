import { modelDamaged, type modelSummary, summarize } from 'step-1-skeleton'
import { z } from 'zod'
import type { Detector } from '../seam/detector.ts'
import { createKnownSequences } from './known-sequences.ts'
import { SequenceModel, sequenceModelFormat } from './sequence-model.ts'
import { createUnusualWindows } from './unusual-windows.ts'
import { WindowModel, windowModelFormat } from './window-model.ts'

/** What runs may judge hosts with: single windows as usual or not, or sequences as attacks. */
export type HostModel = WindowModel | SequenceModel

const anyBundle = z.looseObject({ format: z.enum([windowModelFormat, sequenceModelFormat]) })

/** Reads the bundle of either kind of model. @throws AppError `E_MODEL_DAMAGED` */
export function restoreHostModel(data: unknown): HostModel {
  const parsed = anyBundle.safeParse(data)
  if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
  const isSequences = parsed.data.format === sequenceModelFormat
  return isSequences ? SequenceModel.restore(data) : WindowModel.restore(data)
}

/** The detector that judges with a model. */
export function createModelDetector(model: HostModel): Detector {
  return model instanceof SequenceModel ? createKnownSequences(model) : createUnusualWindows(model)
}

/** What the API and the status tell of a model. */
export function describeHostModel(model: HostModel): z.infer<typeof modelSummary> {
  return model instanceof SequenceModel
    ? model.summary
    : { ...summarize(model.model), model_id: model.version }
}
