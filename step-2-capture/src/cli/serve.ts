import { hostname } from 'node:os'
import { basename, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { serve } from 'step-1-skeleton'
import { z } from 'zod'
import { createApp } from '../app.ts'
import type { SourceSpec } from '../capture/source-spec.ts'
import { sourceKind } from '../pcap/source-kind.ts'
import { readCaptureConfig } from '../serve/capture-config.ts'
import type { CaptureContext } from '../serve/capture-context.ts'
import { openCapture } from '../serve/open-capture.ts'
import { resolveSource } from '../serve/source-request.ts'
import { badUsage } from './command-line.ts'
import { repeated, ruleArgs, runArgs } from './run-options.ts'

/** `serve`: the server of step 2, with a source that starts at once if one is named. */
export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Start the server of step 2, with a source if you like' },
  args: {
    mode: { type: 'string', description: 'live, pcap or simulate; default: wait for POST /start' },
    pcap: { type: 'string', description: 'Capture to replay in mode pcap' },
    interface: { type: 'string', description: 'Interface to listen on in mode live' },
    filter: { type: 'string', description: 'Capture filter in mode live' },
    scenario: { type: 'string', description: 'What to play in mode simulate' },
    speed: { type: 'string', description: 'Replay at this multiple of traffic time' },
    host: { type: 'string', description: 'Address to listen on; default: HOST, or 127.0.0.1' },
    port: { type: 'string', description: 'Port to listen on; default: PORT, or 8000' },
    ...ruleArgs,
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const options = parseOptions(args)
    const start = {
      config: args.config,
      set: repeated('set', rawArgs),
      rules: repeated('rules', rawArgs),
      hostName: hostname(),
    }
    const { host: HOST = process.env.HOST, port: PORT = process.env.PORT } = options
    await serve(
      2,
      () => readCaptureConfig({ ...process.env, HOST, PORT }, start),
      async (config, closing) => {
        const context = await openCapture(config, closing)
        return { app: createApp(context), onListening: () => startSource(options, context) }
      },
    )
  },
})

const optionsSchema = z.object({
  mode: sourceKind.optional(),
  pcap: z.string().min(1).optional(),
  interface: z.string().min(1).optional(),
  filter: z.string().optional(),
  scenario: z.string().min(1).optional(),
  speed: z.coerce.number().min(0.01).max(1000).optional(),
  host: z.string().min(1).optional(),
  port: z.string().min(1).optional(),
})
type Options = z.infer<typeof optionsSchema>

function parseOptions(args: unknown): Options {
  const parsed = optionsSchema.safeParse(args)
  if (parsed.success) {
    const { mode, pcap } = parsed.data
    if (mode !== 'pcap' || pcap !== undefined) return parsed.data
    throw badUsage('--mode pcap needs --pcap FILE', usage)
  }
  const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), usage)
}

const usage = 'See: net-anomaly serve --help'

async function startSource(options: Options, context: CaptureContext): Promise<void> {
  const spec = await sourceOf(options, context)
  if (spec) await context.monitor.start(spec)
}

/** The options that name a source imply its mode. */
async function sourceOf(
  options: Options,
  context: CaptureContext,
): Promise<SourceSpec | undefined> {
  const { pcap, filter, scenario, interface: name } = options
  const speed = options.speed === undefined ? {} : { speed: options.speed }
  const mode =
    options.mode ?? (pcap && 'pcap') ?? (name && 'live') ?? (scenario && 'simulate') ?? undefined
  switch (mode) {
    case 'pcap': {
      const path = resolve(pcap ?? '')
      return { kind: 'pcap', name: basename(path), path, links: 'follow', ...speed }
    }
    case 'live':
      return resolveSource({ interface: name, filter }, context)
    case 'simulate': {
      const play = { kind: 'simulate' as const, scenario: scenario ?? 'office', seed: 1, ...speed }
      return resolveSource({ source: play }, context)
    }
    default:
      return undefined
  }
}
