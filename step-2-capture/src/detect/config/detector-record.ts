import { z } from '@hono/zod-openapi'
import { technique } from '../seam/detection.ts'
import { detectorFamily } from '../seam/family.ts'
import { type DetectorConfig, settingOrigins } from './detector-config.ts'
import { optionsOf } from './option-list.ts'
import { flattened } from './settings.ts'

const value = z.union([
  z.number(),
  z.boolean(),
  z.string(),
  z.array(z.string()),
  z.array(z.number()),
])

const optionRecord = z.object({
  /** Below the detector's name: `scoreMin`, `levels.high`. */
  name: z.string(),
  about: z.string(),
  value: value.describe('In force now'),
  default: value,
  unit: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  source: z.string().describe('Where the default comes from'),
  origin: z.enum(settingOrigins).describe('Where the value comes from'),
})

/** A detector as `net-anomaly detectors` and `GET /api/detectors` say it. */
export const detectorRecord = z
  .object({
    name: z.string(),
    family: detectorFamily,
    about: z.string(),
    enabled: z.boolean(),
    kinds: z.array(
      z.object({
        kind: z.string(),
        title: z.string(),
        technique: technique.nullable(),
        recommendation: z.string(),
      }),
    ),
    options: z.array(optionRecord),
  })
  .openapi('Detector')
export type DetectorRecord = z.infer<typeof detectorRecord>

/** Every detector, on or off, in the order in which they are asked. */
export function detectorRecords(config: DetectorConfig): DetectorRecord[] {
  return config.list.map((detector) => {
    const { name, family, about, kinds } = detector
    const inForce = flattened(config.inForce[name] ?? {})
    return {
      name,
      family,
      about,
      enabled: inForce.enabled !== false,
      kinds: kinds.map(({ id, title, technique, recommend }) => ({
        kind: id,
        title,
        technique,
        recommendation: recommend,
      })),
      options: optionsOf(detector).map(({ type: _, ...option }) => ({
        ...option,
        // Both were accepted by the option's schema.
        value: inForce[option.name] as z.infer<typeof value>,
        default: option.default as z.infer<typeof value>,
        origin: config.originOf(`${name}.${option.name}`),
      })),
    }
  })
}
