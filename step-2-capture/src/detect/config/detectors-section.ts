import type { Section } from 'step-1-skeleton/config'
import { z } from 'zod'
import type { DetectorDescription } from '../seam/detector.ts'
import { describedDetectors } from './described-detectors.ts'

/** The setting that every detector has beside its options. */
const enabled = z.boolean().default(true).meta({ description: 'Whether the detector runs' })

/** What may be set of the detectors of a list, as it is written: nothing has to be there. */
export function schemaOf(list: readonly DetectorDescription[]) {
  const shape = list.map(({ name, about, options }) => [
    name,
    z
      .strictObject({ enabled, ...options.shape })
      .optional()
      .meta({ description: about }),
  ])
  return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodOptional<z.ZodObject>>)
}

/** `detectors:` of `net-anomaly.yaml`. */
export const detectorsSection: Section<ReturnType<typeof schemaOf>> = {
  name: 'detectors',
  schema: schemaOf(describedDetectors).meta({
    description: 'Detectors on and off, and their options.',
  }),
}
