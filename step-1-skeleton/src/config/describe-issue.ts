import type { z } from 'zod'
import { type SettingsSchema, settingsSchema } from './settings-schema.ts'

/** With more names the hint is longer than the refusal; the fix says where they are listed. */
const namesShownMax = 20
/** Characters of a refused value that are shown. */
const valueLengthMax = 60

export interface RefusedValue {
  readonly schema: z.ZodType
  /** What was parsed. */
  readonly given: unknown
  readonly issue: z.core.$ZodIssue
  /** Stands before the path: the section, the detector. */
  readonly prefix?: readonly string[]
}

/** Says of a refused setting its name, the range with its unit, and the value that was given. */
export function describeIssue({ schema, given, issue, prefix = [] }: RefusedValue): string {
  const name = [...prefix, ...issue.path].join('.')
  const wanted = schemaAt(settingsSchema(schema), issue.path)
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => [name, key].filter(Boolean).join('.')).join(', ')
    return `${unknown} ${issue.keys.length === 1 ? 'is' : 'are'} not known${hint(wanted, name)}`
  }
  const kind = wanted && issue.code !== 'custom' ? kindOf(wanted, issue) : undefined
  if (kind === undefined) return `${name}: ${issue.message}`
  const value = valueAt(given, issue.path)
  const isTooLong = issue.code === 'too_big' && Array.isArray(value)
  return `${name} must be ${kind}, not ${isTooLong ? `of ${value.length}` : shown(value)}`
}

function hint(schema: SettingsSchema | undefined, name: string): string {
  const names = Object.keys(schema?.properties ?? {})
  if (names.length === 0 || names.length > namesShownMax) return ''
  return `; ${name === '' ? 'there are' : `${name} has`} ${names.join(', ')}`
}

/** What the value must be; undefined where the issue itself says it better. */
function kindOf(schema: SettingsSchema, { code }: z.core.$ZodIssue): string | undefined {
  const { type, unit = 'values', maxItems } = schema
  if (type === 'integer') return `a whole number ${rangeOf(schema)}`
  if (type === 'number')
    return unit === 'share' ? `a share ${rangeOf(schema)}` : `a number ${rangeOf(schema)}`
  if (type === 'array' && code === 'too_big') return `a list of at most ${maxItems} ${unit}`
  if (code !== 'invalid_type') return undefined
  if (type === 'boolean') return 'true or false'
  if (type === 'array') return `a list of ${unit}`
  if (type === 'object') return 'a map of settings'
  return undefined
}

function rangeOf({ minimum, exclusiveMinimum, maximum, unit }: SettingsSchema): string {
  const from = exclusiveMinimum === undefined ? `from ${minimum}` : `above ${exclusiveMinimum}, up`
  return [from, `to ${maximum}`, unit === 'share' ? undefined : unit].filter(Boolean).join(' ')
}

/** What the value at a path must be; an entry of a list has the unit of the list. */
function schemaAt(root: SettingsSchema, path: readonly PropertyKey[]): SettingsSchema | undefined {
  let schema = root
  for (const key of path) {
    const { properties, additionalProperties, items, unit } = schema
    const next: unknown = properties?.[String(key)] ?? additionalProperties ?? items
    // JSON Schema allows `true` for anything, and a list of schemas for a tuple.
    if (typeof next !== 'object') return undefined
    schema = { ...(unit === undefined ? {} : { unit }), ...next }
  }
  return schema
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (value as Record<PropertyKey, unknown>)[key], given)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text
}
