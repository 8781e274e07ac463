import { defineCommand } from 'citty'
import { type DetectorRecord, detectorRecords } from '../detect/config/detector-record.ts'
import { badUsage } from './command-line.ts'
import { readRunOptions, runArgs } from './run-options.ts'

/** `detectors`: what each finds, and its options with the values that are in force. */
export const detectorsCommand = defineCommand({
  meta: { name: 'detectors', description: 'Say what each detector finds, and list its options' },
  args: {
    names: {
      type: 'positional',
      valueHint: 'NAME…',
      required: false,
      description: 'Detectors to show with kinds and options; default: a line for each',
    },
    format: { type: 'string', default: 'text', description: 'text or json' },
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const { format, _: names } = args
    if (format !== 'text' && format !== 'json') {
      throw badUsage(`--format ${format} is neither text nor json`, usage)
    }
    const { detectors } = await readRunOptions({ args, rawArgs })
    const all = detectorRecords(detectors)
    const unknown = names.filter((name) => !all.some((record) => record.name === name))
    if (unknown.length > 0) throw badUsage(`there is no detector ${unknown.join(', ')}`, usage)
    const shown = names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
    for (const record of shown) {
      if (format === 'json') console.log(JSON.stringify(record))
      else console.log(names.length === 0 ? lineOf(record) : textOf(record))
    }
  },
})

const usage = 'net-anomaly detectors lists them.'

function lineOf({ name, family, enabled, about }: DetectorRecord): string {
  return `${name.padEnd(24)}${family.padEnd(11)}${enabled ? 'on ' : 'off'}  ${about}`.trimEnd()
}

function textOf(record: DetectorRecord): string {
  const { name, family, enabled, about, kinds, options } = record
  return [
    `${name} (${family}, ${enabled ? 'on' : 'off'})`,
    `  ${about}`,
    ...kinds.map(({ kind, technique, title }) => `  ${kind}  ${technique?.id ?? '-'}  ${title}`),
    ...options.map(optionText),
    '',
  ].join('\n')
}

function optionText({
  name,
  value,
  origin,
  unit,
  min,
  max,
  about,
}: DetectorRecord['options'][number]) {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
  const range = min === null || max === null ? '' : `, ${min} to ${max}`
  const from = origin === 'default' ? '' : `, from ${origin === 'file' ? 'the file' : '--set'}`
  return `  ${name} = ${shown} ${unit} (${about}${range}${from})`
}
