import { type SettingsSchema, settingsSchema, variableName } from 'step-1-skeleton/config'
import { settingsSections } from 'step-2-capture/sections'
import type { GeneratedDocument } from './document.ts'

/** The sections of `net-anomaly.yaml` whose fields are environment variables as well. */
export const settingList: GeneratedDocument = {
  path: 'docs/settings.md',
  make: () => `# Settings of a server

Made from the code by \`npm run docs\`. Each stands in its section of \`net-anomaly.yaml\`
([configuration.md](configuration.md)), or in the environment, which comes before the file. In a variable
a list is separated by commas. \`npm run net-anomaly -- config check\` says what is wrong with both.

${settingsSections.map(({ name, schema }) => sectionText(name, settingsSchema(schema))).join('\n')}`,
}

function sectionText(name: string, { properties = {} }: SettingsSchema): string {
  const rows = Object.entries(properties).map(([field, schema]) => {
    const setting = schema as SettingsSchema // Fields are described, never just true or false.
    const cells = [
      `\`${field}\``,
      `\`${variableName(name, field)}\``,
      defaultText(setting),
      rangeText(setting),
      setting.description ?? '',
    ]
    return `| ${cells.join(' | ')} |\n`
  })
  return `## \`${name}\`

| field | variable | default | range | what |
| --- | --- | --- | --- | --- |
${rows.join('')}`
}

function defaultText({ default: value, unit = '' }: SettingsSchema): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return `${value} ${unit}`.trim()
}

function rangeText({ minimum, maximum, type, maxItems, unit }: SettingsSchema): string {
  return type === 'array' ? `at most ${maxItems} ${unit}` : `${minimum} to ${maximum}`
}
