import { readFile } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { type BaselineFile, parseBaseline } from '../baseline/baseline.ts'
import { BaselineCollector } from '../baseline/baseline-collector.ts'
import { compareBaselines, type HostChange } from '../baseline/compare-baselines.ts'
import { Engine } from '../engine.ts'
import { errorCodes } from '../error-codes.ts'
import { runCapture } from '../run/run-capture.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'
import { withProgress } from './progress.ts'
import { refuseSharedNames } from './shared-names.ts'
import { writeOutput } from './write-output.ts'

/** `baselines`: what is typical for each host, and what is new since a former baseline. */
export const baselinesCommand = defineCommand({
  meta: {
    name: 'baselines',
    description: 'Learn what is typical for each host, and say what is new since',
  },
  args: {
    files: { type: 'positional', valueHint: 'FILE…', required: false, description: 'Captures' },
    out: { type: 'string', description: 'File for the baselines; compare with it later' },
    against: { type: 'string', description: 'Former baselines: says what is new since' },
    format: { type: 'string', default: 'text', description: 'text or json' },
  },
  async run({ args }) {
    const { files, out, against, format } = parseOptions(args)
    await refuseSharedNames({ inputs: files, outputs: { out } })
    const before = against === undefined ? undefined : parseBaseline(await read(against), against)
    const now = await collect(files)
    if (out !== undefined) await writeOutput(out, `${JSON.stringify(now, null, 2)}\n`)
    if (before) {
      const changes = compareBaselines(before, now)
      for (const change of changes) {
        console.log(format === 'json' ? JSON.stringify(change) : changeText(change))
      }
      if (format === 'text') console.log(`${changes.length} of ${now.hosts.length} hosts differ`)
    } else {
      for (const host of now.hosts) {
        console.log(format === 'json' ? JSON.stringify(host) : hostText(host))
      }
    }
  },
})

const optionsSchema = z.object({
  files: z.array(z.string().min(1)).min(1, 'name at least one'),
  out: z.string().min(1).optional(),
  against: z.string().min(1).optional(),
  format: z.enum(['text', 'json']),
})

function parseOptions(args: { readonly _: string[] }): z.infer<typeof optionsSchema> {
  const parsed = optionsSchema.safeParse({ ...args, files: args._ })
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly baselines --help')
}

async function collect(files: readonly string[]): Promise<BaselineFile> {
  const collector = new BaselineCollector()
  for (const file of files) {
    const source = withProgress(openInput(file))
    const engine = new Engine({
      capture: { source: source.kind, name: source.name },
      detectors: [],
      observers: [collector.watch],
      seed: 1,
      onDetection: () => {},
    })
    const failure = await runCapture(source, engine, { signal: new AbortController().signal })
    if (failure) throw failure
  }
  if (collector.leftOutCount > 0) console.error(`${collector.leftOutCount} flows left out`)
  return collector.finish('pcap', files)
}

function hostText({ address, windows, features, destinations, ports }: BaselineFile['hosts'][0]) {
  const { bytes_sent: sent, bytes_received: received } = features
  const bytes = `${sent?.median ?? 0} B sent and ${received?.median ?? 0} B received in 10 s`
  return `${address}: ${windows} windows, typically ${bytes}; ${destinations.length} destinations, ports ${listOf(ports)}`
}

function changeText(change: HostChange): string {
  const { address, is_new, new_destinations, new_ports, drifted, bursts } = change
  if (is_new) return `${address}: new host`
  const parts = [
    ...(new_destinations.length > 0 ? [`new destinations ${listOf(new_destinations)}`] : []),
    ...(new_ports.length > 0 ? [`new ports ${listOf(new_ports)}`] : []),
    ...drifted.slice(0, 3).map(({ feature, before, now, network_wide }) => {
      const scope = network_wide ? ', as in the whole network' : ''
      return `drift: ${feature} typically ${now}, was ${before}${scope}`
    }),
    ...bursts
      .slice(0, 3)
      .map(({ feature, typical, highest }) => `burst: ${feature} ${highest}, typically ${typical}`),
  ]
  return `${address}: ${parts.join('; ')}`
}

/** Eight are enough for a line. */
function listOf(things: readonly (string | number)[]): string {
  if (things.length === 0) return 'none'
  const rest = things.length > 8 ? ` and ${things.length - 8} more` : ''
  return things.slice(0, 8).join(', ') + rest
}

async function read(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error) => {
    throw new AppError(errorCodes.E_NO_FILE, `cannot read ${path}: ${error.message}`, {
      fix: 'Make it first: net-anomaly baselines CAPTURE --out baseline.json',
    })
  })
}
