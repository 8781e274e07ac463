import { type SettingsSchema, settingsSchema } from 'step-1-skeleton/config'
import type { DetectorDescription } from '../seam/detector.ts'

/** One option as documents, commands and the API say it; a severity's count is an option of its own. */
export interface DetectorOption {
  /** Below the detector's name: `scoreMin`, `levels.high`. */
  readonly name: string
  readonly type: 'integer' | 'number' | 'boolean' | 'numbers' | 'texts'
  readonly about: string
  readonly default: unknown
  readonly unit: string
  readonly min: number | null
  readonly max: number | null
  /** Where the default comes from. */
  readonly source: string
}

/** The options of a detector, in its own order. */
export function optionsOf(detector: DetectorDescription): readonly DetectorOption[] {
  return optionsIn(settingsSchema(detector.options), [])
}

function optionsIn(schema: SettingsSchema, path: readonly string[]): DetectorOption[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    if (typeof property !== 'object') return []
    const below = [...path, key]
    return property.properties ? optionsIn(property, below) : [optionOf(property, below)]
  })
}

function optionOf(schema: SettingsSchema, path: readonly string[]): DetectorOption {
  const { description = '', unit = '', source = '', minimum, maximum } = schema
  // JSON Schema of another draft has a boolean here.
  const above = typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum : null
  return {
    name: path.join('.'),
    type: typeOf(schema),
    about: description,
    default: schema.default,
    unit,
    min: minimum ?? above,
    max: maximum ?? null,
    source,
  }
}

/** The types that the makers of options in `seam/option.ts` give. */
function typeOf({ type, items }: SettingsSchema): DetectorOption['type'] {
  if (type === 'integer' || type === 'number' || type === 'boolean') return type
  const isOfNumbers = typeof items === 'object' && !Array.isArray(items) && items.type !== 'string'
  return isOfNumbers ? 'numbers' : 'texts'
}
