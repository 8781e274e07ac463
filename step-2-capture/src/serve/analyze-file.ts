import type { Monitor } from '../run/monitor.ts'
import type { RunRecord } from '../run/run-record.ts'
import { resolveSource, type SourceRooms, startProblems } from './source-request.ts'

/** Why an upload cannot be analysed. */
export const analyzeFileProblems = startProblems

/**
 * Analyses an upload from its first packet to its last, as a run of its own beside those that are on.
 * @throws AppError `E_NO_FILE`, `E_TOO_MANY_RUNS`, or why it cannot be read at all
 */
export async function analyzeFile(
  fileId: string,
  { monitor: { runs }, ...rooms }: SourceRooms & { readonly monitor: Monitor },
): Promise<RunRecord> {
  const source = { kind: 'pcap', file_id: fileId } as const
  const { run_id } = await runs.begin(await resolveSource({ source }, rooms))
  return runs.ended(run_id)
}
