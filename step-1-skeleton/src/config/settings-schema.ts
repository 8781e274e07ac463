import { z } from 'zod'
import type { Section } from './section.ts'

/** JSON Schema, with what schemas of settings add to it as meta data. */
export type SettingsSchema = z.core.JSONSchema.BaseSchema & {
  readonly unit?: string
  readonly source?: string
}

/** The JSON Schema of settings as they are written: each with default, range, unit and source. */
export function settingsSchema(schema: z.ZodType): SettingsSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}

/** The JSON Schema of a `net-anomaly.yaml` with these sections. */
export function fileSchema(sections: readonly Section[]): SettingsSchema {
  const shape = sections.map(({ name, schema }) => [name, schema.optional()])
  const file = z.strictObject(Object.fromEntries(shape))
  return settingsSchema(file.meta({ title: 'net-anomaly.yaml' }))
}
