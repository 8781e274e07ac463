import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { JoinedFiles } from '../capture/joined-files.ts'
import { groupRotated } from '../capture/rotated-files.ts'
import { running } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import { alarmBudget, alarmBudgetMax } from '../detect/fuse/alarm-budget.ts'
import { workTexts } from '../detect/user-rules/work-counts.ts'
import { errorCodes } from '../error-codes.ts'
import { type AnalyzeReport, analyzeCapture } from '../run/analyze-capture.ts'
import { problemTexts } from '../run/capture-problems.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'
import { showProgress } from './progress.ts'
import { ruleDetectors } from './rule-input.ts'
import { readRunOptions, ruleArgs, runArgs } from './run-options.ts'
import { economizeRuntime } from './runtime-economy.ts'

/**
 * `analyze`: detections in captures, one report a file, or for the files of one rotated capture; it
 * goes on after a file that fails.
 */
export const analyzeCommand = defineCommand({
  meta: { name: 'analyze', description: 'Find attacks in captures' },
  args: {
    files: {
      type: 'positional',
      valueHint: 'FILE…',
      description: 'pcap or pcapng, also packed with gzip; - is standard input',
      required: false,
    },
    model: {
      type: 'string',
      description: 'What `train` wrote, or default: also finds what is unusual',
    },
    'alarm-budget': {
      type: 'string',
      description:
        'False alarms an hour of ten hosts: says which host windows are alarms within it',
    },
    format: { type: 'string', default: 'text', description: 'text or json' },
    ...ruleArgs,
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const files = args._
    if (files.length === 0) throw badUsage('name at least one file', usage)
    if (args.format !== 'text' && args.format !== 'json') {
      throw badUsage(`--format ${args.format} is neither text nor json`, usage)
    }
    const budget = budgetOf(args['alarm-budget'])
    const { detectors: config, rules, sensor } = await readRunOptions({ args, rawArgs })
    const chosen = [...detectors, ...(await ruleDetectors(rules))]
    // Models are loaded only for those who have one.
    if (args.model) chosen.push(await (await import('./model-input.ts')).openModel(args.model))
    let failedCount = 0
    const seeBytes = economizeRuntime()
    for (const parts of await groupRotated(files)) {
      const source = parts.length === 1 ? openInput(parts[0] as string) : new JoinedFiles(parts)
      const progress = await showProgress(source)
      const onBytes = (byteCount: number) => {
        progress.add(byteCount)
        seeBytes(byteCount)
      }
      const report = await analyzeCapture(source, {
        detectors: running(chosen, config.settings),
        sensor,
        onBytes,
        ...budget,
      })
      progress.end()
      if (report.error !== undefined) failedCount++
      console.log(args.format === 'json' ? reportJson(report) : reportText(report))
    }
    if (failedCount === 0) return
    const message = `${failedCount} of ${files.length} files could not be read to the end`
    throw new AppError(errorCodes.E_CAPTURE_INCOMPLETE, message, {
      fix: 'See the error of each; what was read before it counts.',
    })
  },
})

/** What stands for the budget in the options; nothing without one. */
function budgetOf(text: string | undefined): { readonly alarmBudget?: number } {
  if (text === undefined) return {}
  const parsed = alarmBudget.safeParse(text)
  if (parsed.success) return { alarmBudget: parsed.data }
  throw badUsage(`--alarm-budget ${text} is not above 0 and at most ${alarmBudgetMax}`, usage)
}

const usage = 'See: net-anomaly analyze --help'

function reportJson({ error, ...report }: AnalyzeReport): string {
  return JSON.stringify({ ...report, ...error?.toJSON() })
}

function reportText(report: AnalyzeReport): string {
  const { file, packets, seconds, detections, host_alarms, error } = report
  const count = detections.length === 1 ? '1 detection' : `${detections.length} detections`
  const isJudged = report.undecoded < packets || packets === 0 || detections.length > 0
  const lines = [
    `${file}: ${packets} packets in ${seconds.toFixed(1)} s of traffic, ${isJudged ? count : 'nothing judged'}`,
  ]
  for (const { severity, first_seen, title } of detections) {
    lines.push(`  ${severity.padEnd(8)}  ${first_seen.slice(0, 19)}Z  ${title}`)
  }
  for (const { host, start, score, votes } of host_alarms?.windows.toReversed() ?? []) {
    const kinds = votes.map(({ kind }) => kind).join(', ')
    lines.push(`  alarm     ${start.slice(0, 19)}Z  ${host} scores ${score.toFixed(6)}: ${kinds}`)
  }
  const limits = report.user_rules ? workTexts(report.user_rules) : []
  for (const text of [...problemTexts(report), ...limits]) lines.push(`  note      ${text}`)
  if (error) lines.push(`  stopped: ${error.message}`)
  return lines.join('\n')
}
