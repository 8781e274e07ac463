import type { Run } from '../run/run.ts'
import { lasts } from '../run/run-record.ts'
import type { CaptureConfig } from './capture-config.ts'
import type { CaptureContext } from './capture-context.ts'
import { startSpec } from './start-sources.ts'

/**
 * Goes on with what ran when the last server ended, and starts what the options name. Called once
 * the server listens, so that a second server on the same port captures nothing.
 * @throws AppError why an option's source cannot be started, or `E_STORE_UNAVAILABLE`
 */
export async function startRuns(
  context: CaptureContext,
  { startSources }: Pick<CaptureConfig, 'startSources'>,
): Promise<void> {
  const { runs } = context.monitor
  await runs.resume()
  for (const source of startSources) {
    const spec = await startSpec(source, context)
    const isOn = ({ spec: { kind, name } }: Run) => kind === spec.kind && name === spec.name
    if (!lasts(spec) || !runs.active.some(isOn)) await runs.begin(spec)
  }
}

/** What is on, and how to end it: a line each, for the terminal. */
export function runNotes({ monitor }: CaptureContext, url: string): string[] {
  return monitor.runs.active.map((run) => {
    return `  ▶ ${doing(run)}; to stop it: curl -X POST ${url}/api/runs/${run.id}/stop`
  })
}

function doing({ spec }: Run): string {
  if (lasts(spec)) return `watching ${spec.name}, also after a restart`
  return `${spec.kind === 'pcap' ? 'reading' : 'simulating'} ${spec.name}`
}
