import { defineCommand } from 'citty'
import { checkRules, type RulesReport } from '../detect/user-rules/check-rules.ts'
import type { Refusal } from '../detect/user-rules/compile-rules.ts'
import { readRuleFiles } from '../detect/user-rules/rule-files.ts'
import { badUsage } from './command-line.ts'
import { readRunOptions, runArgs } from './run-options.ts'

/** Rows of a table that fit on a screen; `--format json` has all. */
const shownCountMax = 20

/** `rules check`: what is understood of the user's rules, and what is not. */
const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Say which rules can be used, and why others cannot' },
  args: {
    paths: {
      type: 'positional',
      valueHint: 'FILE_OR_FOLDER…',
      required: false,
      description: 'Rules to check; default: rules.paths of the configuration',
    },
    format: { type: 'string', default: 'text', description: 'text or json' },
    config: runArgs.config,
  },
  async run({ args, rawArgs }) {
    const { format, _: named } = args
    if (format !== 'text' && format !== 'json') {
      throw badUsage(`--format ${format} is neither text nor json`, usage)
    }
    const { rules } = await readRunOptions({ args, rawArgs })
    const paths = named.length > 0 ? named : rules.paths
    if (paths.length === 0) throw badUsage('name a file or a folder of rules', usage)
    const report = checkRules(await readRuleFiles(paths), rules.variables)
    console.log(format === 'json' ? JSON.stringify(report) : reportText(report))
  },
})

const usage = 'See: net-anomaly rules check --help'

export const rulesCommand = defineCommand({
  meta: { name: 'rules', description: "Check the user's own rules" },
  subCommands: { check: checkCommand },
})

function reportText(report: RulesReport): string {
  const { files, rules, compiled, reasons, keywords, refused } = report
  const share = rules === 0 ? 0 : (100 * compiled) / rules
  const lines = [
    `${compiled} of ${rules} rules in ${files === 1 ? '1 file' : `${files} files`} can be used (${share.toFixed(1)} %)`,
  ]
  if (reasons.length > 0) lines.push('not used, by reason and keyword:')
  for (const { reason, keyword, rules: count } of reasons) {
    const example = refused.find((one) => one.reason === reason && one.keyword === keyword)
    lines.push(
      `  ${String(count).padStart(6)}  ${reason.padEnd(10)}${keyword.padEnd(18)}${exampleText(example)}`,
    )
  }
  lines.push('keywords: rules that have one, and of these how many can be used')
  for (const { keyword, rules: count, compiled: used } of keywords.slice(0, shownCountMax)) {
    lines.push(`  ${keyword.padEnd(20)}${String(count).padStart(6)}${String(used).padStart(8)}`)
  }
  if (keywords.length > shownCountMax)
    lines.push(`  … ${keywords.length - shownCountMax} more: --format json`)
  return lines.join('\n')
}

function exampleText(refusal: Refusal | undefined): string {
  if (refusal === undefined) return ''
  const { sid, file, line, message } = refusal
  return `${sid === null ? `${file}:${line}` : `sid ${sid}`}: ${message}`
}
