import type { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'
import type { ConfigFile } from './config-file.ts'
import { describeIssue } from './describe-issue.ts'
import type { Section } from './section.ts'
import { type SettingsSchema, settingsSchema } from './settings-schema.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A section of settings with defaults, each of which an environment variable can set as well. */
export type SettingsSection<Schema extends z.ZodObject = z.ZodObject> = Section<Schema>

/** `NET_ANOMALY_CAPTURE_RING_HOURS` for `ringHours` of the section `capture`. */
export function variableName(sectionName: string, field: string): string {
  const words = `${sectionName}_${field.replace(/[A-Z]/g, (letter) => `_${letter}`)}`
  return `NET_ANOMALY_${words.toUpperCase()}`
}

/**
 * The settings of a section: those of environment variables stand before those of the file, and the
 * rest has its default. A list is separated by commas. @throws AppError `E_BAD_CONFIG`
 */
export function sectionSettings<Schema extends z.ZodObject>(
  section: SettingsSection<Schema>,
  { file, env }: { readonly file: ConfigFile | undefined; readonly env: Environment },
): z.output<Schema> {
  const { schema, name } = section
  const fields = settingsSchema(schema).properties ?? {}
  const given = Object.entries(fields).flatMap(([field, type]) => {
    const text = env[variableName(name, field)]
    return text === undefined || text === ''
      ? []
      : [[field, settingOf(text, type as SettingsSchema)]]
  })
  const settings = { ...file?.section(section), ...Object.fromEntries(given) }
  const parsed = schema.safeParse(settings)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    const described = describeIssue({ schema, given: settings, issue, prefix: [name] })
    const [field] = issue.path
    return field === undefined
      ? described
      : described.replace(`${name}.${String(field)}`, variableName(name, String(field)))
  })
  throw new AppError(errorCodes.E_BAD_CONFIG, problems.join('\n'), {
    fix: 'docs/settings.md lists every setting with its variable, its range and its default.',
  })
}

/** What is no number stays a text, and is refused as that. */
function settingOf(text: string, { type }: SettingsSchema): unknown {
  if (type === 'array') return text.split(',').map((part) => part.trim())
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  const number = Number(text)
  return (type === 'integer' || type === 'number') && !Number.isNaN(number) ? number : text
}
