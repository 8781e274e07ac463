import { type DuckDb, quoted } from './duckdb.ts'
import type { FlowFile, FlowFiles } from './flow-files.ts'

const rowGroupSize = 61_440

export type WrittenFile = Omit<FlowFile, 'bytes'>

/**
 * Writes flows into a new file, those seen first at its beginning, and says what is in it; `files` does not
 * list it yet.
 * @param rows Where they come from, as text of this program.
 */
export async function writeFlowFile(
  { connection }: DuckDb,
  files: FlowFiles,
  { rows, hour, now }: { rows: string; hour: number; now: Date },
): Promise<WrittenFile> {
  const name = files.newName(now)
  const path = quoted(files.pathOf({ name }))
  await connection.run(
    `copy (select * from ${rows} order by last_seen_epoch) to ${path} (format parquet, compression snappy, row_group_size ${rowGroupSize})`,
  )
  const result = await connection.runAndReadAll(
    `select count(*)::INTEGER as flow_count, min(first_seen_epoch) as oldest, max(last_seen_epoch) as newest from read_parquet(${path})`,
  )
  const [about] = result.getRowObjectsJS()
  return {
    name,
    hour,
    flow_count: Number(about?.flow_count),
    oldest_epoch: Number(about?.oldest),
    newest_epoch: Number(about?.newest),
    written_at: now.toISOString(),
  }
}
