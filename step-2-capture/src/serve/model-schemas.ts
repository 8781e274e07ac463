import { z } from '@hono/zod-openapi'
import { type Concern, concern } from '../versions/concerns.ts'
import type { KeptVersion } from '../versions/kept-version.ts'
import {
  type ModelVersion,
  modelId,
  modelVersion,
  versionExample,
} from '../versions/model-version.ts'
import { windowFigures } from '../versions/window-figures.ts'

const judged = windowFigures.extend({ model_id: z.string() })

const shown = { ...versionExample, active: false, concerns: [] }
const figures = { windows: 900, unusual: 2, unusual_share: 0.0022, score_median: 0.5, score_max: 1 }
const ids = [versionExample.model_id, '7b1c2a90de44'] as const
const previewExample = {
  run_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  before: { model_id: ids[1], hosts: 1, ...figures },
  after: { model_id: ids[0], hosts: 2, ...figures, unusual: 5, unusual_share: 0.0056 },
}

/** What a version would have found unusual of the newest windows of the run, beside the active one. */
export const preview = z
  .object({ run_id: z.string(), before: judged, after: judged })
  .openapi('ModelPreview')

export const listedModel = modelVersion
  .extend({ active: z.boolean(), concerns: z.array(concern) })
  .openapi('ListedModel')

/** A version after a change, or looked at alone. */
export const modelAnswer = z
  .object({
    model: listedModel,
    /** Null where no windows are kept. */
    preview: preview.nullable(),
    message: z.string(),
  })
  .openapi('ModelAnswer', {
    example: { model: shown, preview: previewExample, message: 'it does not judge' },
  })

export const modelList = z
  .object({
    /** Null where no model judges. */
    active: modelId.nullable(),
    /** Where a roll-back leads; null where nothing judged before. */
    previous: modelId.nullable(),
    count: z.number().int(),
    /** Of more, the oldest goes that neither judges nor judged before. */
    count_max: z.number().int(),
    models: z.array(listedModel),
    /** Versions that cannot be used, and why. */
    damaged: z.array(
      z.object({ model_id: z.string(), code: z.string(), message: z.string(), fix: z.string() }),
    ),
  })
  .openapi('ModelList', {
    example: {
      active: ids[1],
      previous: null,
      count: 1,
      count_max: 20,
      models: [shown],
      damaged: [],
    },
  })

export const comparison = z
  .object({
    models: z.array(listedModel).length(2),
    /** On the windows that each held out, and on the newest of the run. */
    comparisons: z.array(
      z.object({
        windows_of: z.string(),
        /** One for each model; null where it cannot judge such windows. */
        figures: z.array(z.object({ model_id: z.string(), figures: windowFigures.nullable() })),
      }),
    ),
  })
  .openapi('ModelComparison', {
    example: {
      models: [shown, { ...shown, model_id: ids[1], active: true }],
      comparisons: [{ windows_of: 'run', figures: ids.map((model_id) => ({ model_id, figures })) }],
    },
  })

export function listed(
  version: ModelVersion,
  about: { readonly active: boolean; readonly concerns: readonly Concern[] },
): z.infer<typeof listedModel> {
  return { ...version, active: about.active, concerns: [...about.concerns] }
}

export function answerOf(
  { version, isActive, concerns, preview: seen }: Omit<KeptVersion, 'model'>,
  message: string,
): z.infer<typeof modelAnswer> {
  const model = listed(version, { active: isActive, concerns })
  return { model, preview: seen, message }
}
