import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { writePcap } from '../pcap/pcap-writer.ts'
import { writePcapng } from '../pcap/pcapng-writer.ts'
import { type CaptureLabels, labelsPathOf } from '../simulate/labels.ts'
import { scenarios } from '../simulate/scenarios/scenarios.ts'
import { type SimulateOptions, Simulation } from '../simulate/simulate.ts'
import type { SimulatedPacket } from '../simulate/simulator.ts'
import { badUsage } from './command-line.ts'
import { writeLabelledCapture } from './write-labelled-capture.ts'

/** `simulate`: seeded traffic as a capture file, with labels that say what is in it. */
export const simulateCommand = defineCommand({
  meta: { name: 'simulate', description: 'Make a capture of simulated traffic, with labels' },
  args: {
    scenario: { type: 'string', default: 'office', description: 'What to play; see --list' },
    seed: { type: 'string', default: '1', description: 'The same seed gives the same packets' },
    out: {
      type: 'string',
      description: 'File to write, .pcap or .pcapng, also with .gz; default: standard output',
    },
    'duration-seconds': { type: 'string', description: 'Length; default: the scenario’s own' },
    activity: { type: 'string', description: 'Liveliness of the office; 1 is a calm working day' },
    start: { type: 'string', description: 'Traffic time of the start; default: 2026-01-14T09:00Z' },
    'snap-length': { type: 'string', description: 'Bytes to keep of each packet' },
    list: { type: 'boolean', description: 'List the scenarios' },
    format: { type: 'string', default: 'text', description: 'What is said: text or json' },
  },
  async run({ args }) {
    const options = parseOptions(args)
    if (options.list) {
      console.log(listScenarios(options.format))
      return
    }
    const simulation = new Simulation(simulateOptions(options))
    if (options.out === undefined) return await writeToStandardOutput(simulation, options)
    await writeToFile(simulation, options.out, options)
    console.log(summary(simulation.labels, options.out, options))
  },
})

const optionsSchema = z.object({
  scenario: z.string(),
  seed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  out: z.string().min(1).optional(),
  'duration-seconds': z.coerce.number().positive().optional(),
  activity: z.coerce.number().positive().max(20).optional(),
  start: z.coerce.date().optional(),
  'snap-length': z.coerce.number().int().min(1).max(262_144).optional(),
  list: z.boolean().default(false),
  format: z.enum(['text', 'json']),
})
type Options = z.infer<typeof optionsSchema>

/** @throws AppError `E_BAD_USAGE` */
function parseOptions(args: unknown): Options {
  const parsed = optionsSchema.safeParse(args)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly simulate --help')
}

function simulateOptions(options: Options): SimulateOptions {
  const duration = options['duration-seconds']
  return {
    scenario: options.scenario,
    seed: options.seed,
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    ...(options.activity === undefined ? {} : { activity: options.activity }),
    ...(options.start === undefined ? {} : { startTimeUs: options.start.getTime() * 1000 }),
  }
}

async function writeToFile(simulation: Simulation, path: string, options: Options): Promise<void> {
  const bytes = Readable.from(captureBytes(simulation, path, options))
  const capture = { path, bytes, labels: () => simulation.labels }
  await writeLabelledCapture(capture).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error
    throw new AppError(errorCodes.E_CANNOT_WRITE, `cannot write ${path}: ${error.message}`, {
      fix: 'Name a file in a folder that exists and that you may write to.',
    })
  })
}

async function writeToStandardOutput(simulation: Simulation, options: Options): Promise<void> {
  if (process.stdout.isTTY) {
    const fix = 'Name a file with --out traffic.pcap, or pipe it: … simulate | tcpdump -nn -r -'
    throw badUsage('a capture is not for the terminal', fix)
  }
  const bytes = Readable.from(captureBytes(simulation, '-', options))
  // Standard output stays open for other writers; a reader that leaves ends the run.
  await pipeline(bytes, process.stdout, { end: false }).catch((error) => {
    if (error.code !== 'EPIPE') throw error
  })
}

function* captureBytes(
  simulation: Simulation,
  path: string,
  options: Options,
): Generator<Uint8Array> {
  const snapLength = options['snap-length']
  const limit = snapLength === undefined ? {} : { snapLength }
  const packets = withProgress(simulation)
  if (/\.pcapng(\.gz)?$/.test(path)) yield* writePcapng(packets, { interfaces: [limit] })
  else yield* writePcap(packets, limit)
}

/** Says on a terminal how far it is; nowhere else. */
function* withProgress(simulation: Simulation): Generator<SimulatedPacket> {
  const { durationSeconds, endTimeUs, scenario } = simulation
  const isShown = process.stderr.isTTY && Number.isFinite(durationSeconds)
  let shownPercent = -1
  for (const packet of simulation) {
    const percent = Math.floor(100 - (endTimeUs - packet.timeUs) / (durationSeconds * 1e4))
    if (isShown && percent !== shownPercent) {
      process.stderr.write(`\rsimulating ${scenario.name}: ${percent} %`)
      shownPercent = percent
    }
    yield packet
  }
  if (isShown) process.stderr.write('\r\x1b[K')
}

function listScenarios(format: Options['format']): string {
  return scenarios
    .map(({ name, kind, technique = null, durationSeconds, description }) =>
      format === 'json'
        ? JSON.stringify({ name, kind, technique, duration_seconds: durationSeconds, description })
        : `${name.padEnd(24)}${kind.padEnd(8)}${(technique ?? '-').padEnd(11)}${description}`,
    )
    .join('\n')
}

function summary(labels: CaptureLabels, path: string, options: Options): string {
  const labelsPath = labelsPathOf(path)
  if (options.format === 'json')
    return JSON.stringify({ file: path, labels: labelsPath, ...labels })
  const attacks = labels.attacks.map(
    ({ kind, attacker, victims, start, end }) =>
      `  ${kind}: ${attacker} -> ${nameSome(victims)}, second ${Math.floor(start - labels.start)} to ${Math.ceil(end - labels.start)}`,
  )
  return [`${path}: ${labels.packets} packets, labels in ${labelsPath}`, ...attacks].join('\n')
}

function nameSome(addresses: readonly string[]): string {
  const [first, ...others] = addresses
  return others.length === 0 ? `${first}` : `${first} and ${others.length} others`
}
