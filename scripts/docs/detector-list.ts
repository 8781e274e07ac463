import { DetectorConfig, type DetectorRecord, detectorRecords } from 'step-2-capture/detectors'
import type { GeneratedDocument } from './document.ts'

const introduction = `# Detectors

What each detector finds, and what can be set of it: in \`net-anomaly.yaml\`, with \`--set\`, or by
\`PUT /api/config\` ([configuration.md](configuration.md)). \`net-anomaly detectors\` and
\`GET /api/detectors\` show the same with the values in force. Every detector has also \`enabled\`.
`

export const detectorList: GeneratedDocument = {
  path: 'docs/detectors.md',
  make: () => {
    const records = detectorRecords(new DetectorConfig())
    return [introduction, overview(records), ...records.map(chapter)].join('\n')
  },
}

function overview(records: readonly DetectorRecord[]): string {
  const rows = records.map(({ name, family, about }) => [`[\`${name}\`](#${name})`, family, about])
  return table(['detector', 'family', 'finds'], rows)
}

function chapter({ name, kinds, options }: DetectorRecord): string {
  return [
    `## ${name}\n`,
    ...kinds.map(kindText),
    ...(options.length > 0 ? [optionTable(options)] : []),
  ].join('\n')
}

function kindText({ kind, title, technique, recommendation }: DetectorRecord['kinds'][number]) {
  const attack = technique ? `; ATT&CK ${technique.id}, ${technique.name}` : ''
  return `\`${kind}\`${attack}: “${title}”\n\n> ${recommendation}\n`
}

function optionTable(options: DetectorRecord['options']): string {
  const rows = options.map((option) => [
    `\`${option.name}\``,
    Array.isArray(option.default) ? option.default.join(', ') || 'none' : String(option.default),
    option.unit,
    option.min === null || option.max === null ? '' : `${option.min} to ${option.max}`,
    option.about,
    option.source,
  ])
  return table(['option', 'default', 'unit', 'range', 'is', 'source of the default'], rows)
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [names, names.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map(cell).join(' | ')} |`,
  )
  return `${lines.join('\n')}\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
