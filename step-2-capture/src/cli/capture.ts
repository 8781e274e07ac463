import { defineCommand } from 'citty'
import type { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { CaptureCopy } from '../capture/capture-copy.ts'
import { checkFilter } from '../capture/capture-filter.ts'
import { Interfaces } from '../capture/interfaces.ts'
import { LiveCapture, snapLengthDefault, snapLengthMax } from '../capture/live.ts'
import { running } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import { badUsage } from './command-line.ts'
import { ruleDetectors } from './rule-input.ts'
import { readRunOptions, ruleArgs, runArgs } from './run-options.ts'

/** `capture`: live traffic to the terminal, a line a detection, until Ctrl-C. */
export const captureCommand = defineCommand({
  meta: { name: 'capture', description: 'Find attacks in live traffic' },
  args: {
    interface: { type: 'string', required: true, description: 'Interface to listen on' },
    filter: { type: 'string', default: '', description: 'Filter in the language of tcpdump' },
    'snap-length': {
      type: 'string',
      default: String(snapLengthDefault),
      description: 'Bytes to keep of each packet',
    },
    delivery: {
      type: 'string',
      default: 'at-once',
      description: 'at-once, or in-blocks for bursts of more than 200,000 packets a second',
    },
    write: { type: 'string', description: 'File for the packets, in the format of pcap' },
    'duration-seconds': { type: 'string', description: 'How long; default: until Ctrl-C' },
    format: { type: 'string', default: 'text', description: 'text or json' },
    ...ruleArgs,
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const { interface: name, filter, format, write, ...limits } = parseOptions(args)
    const { detectors: config, rules, sensor } = await readRunOptions({ args, rawArgs })
    const chosen = [...detectors, ...(await ruleDetectors(rules))]
    const interfaces = new Interfaces({
      searchPath: process.env.PATH ?? '',
      nowMs: () => performance.now(),
    })
    await interfaces.require(name)
    const program = interfaces.tcpdump()
    await checkFilter({ filter, interfaceName: name, program })
    const snapLength = limits['snap-length']
    const { delivery } = limits
    const source = new LiveCapture({ name, filter, snapLength, program, delivery })
    let notWritten: AppError | undefined
    const report = await analyzeCapture(source, {
      detectors: running(chosen, config.settings),
      sensor,
      sinks: write === undefined ? [] : [new CaptureCopy(write)],
      onProblem: (problem) => {
        notWritten = problem
        console.error(`${problem.code}: ${problem.message}; the capture goes on without the file`)
      },
      signal: endOfCapture(limits['duration-seconds']),
      onDetection: (detection) => console.log(line(detection, format)),
    })
    const { packets, seconds, error } = report
    const summary = { interface: name, packets, seconds, drops: source.drops(), ...error?.toJSON() }
    if (format === 'json') console.log(JSON.stringify(summary))
    else console.log(`${name}: ${packets} packets, ${source.drops().kernel} lost by the kernel`)
    if (error ?? notWritten) throw error ?? notWritten
  },
})

const optionsSchema = z.object({
  interface: z.string().min(1),
  filter: z.string(),
  write: z.string().min(1).optional(),
  'snap-length': z.coerce.number().int().min(64).max(snapLengthMax),
  delivery: z.enum(['at-once', 'in-blocks']),
  'duration-seconds': z.coerce.number().positive().max(2_000_000).optional(),
  format: z.enum(['text', 'json']),
})

function parseOptions(args: unknown): z.infer<typeof optionsSchema> {
  const parsed = optionsSchema.safeParse(args)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly capture --help')
}

/** Aborts at Ctrl-C, `kill`, or after the time; what was captured is still judged. */
function endOfCapture(seconds: number | undefined): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort())
  }
  if (seconds !== undefined) setTimeout(() => controller.abort(), seconds * 1000).unref()
  return controller.signal
}

function line(detection: Detection, format: 'text' | 'json'): string {
  if (format === 'json') return JSON.stringify(detection)
  const { severity, last_seen, title, revision } = detection
  const update = revision > 1 ? ` (update ${revision - 1})` : ''
  return `${last_seen.slice(0, 19)}Z  ${severity.padEnd(8)}  ${title}${update}`
}
