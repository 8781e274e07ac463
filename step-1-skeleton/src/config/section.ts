import type { z } from 'zod'

/**
 * Every section of `net-anomaly.yaml`, with the step that reads it. One file serves all four steps,
 * so a step leaves the sections of later steps alone, and refuses a name that is not in this list.
 */
export const sectionSteps = {
  allowed_origins: 1,
  sensor: 2,
  capture: 2,
  runs: 2,
  models: 2,
  retention: 3,
  detectors: 2,
  rules: 2,
} as const satisfies Readonly<Record<string, 1 | 2 | 3 | 4>>
export type SectionName = keyof typeof sectionSteps

/** A section of `net-anomaly.yaml`. Its schema carries what documents say: default, unit, source. */
export interface Section<Schema extends z.ZodType = z.ZodType> {
  readonly name: SectionName
  readonly schema: Schema
}
