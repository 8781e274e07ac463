import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CaptureFile } from './capture-file.ts'
import type { PacketSource } from './packet-source.ts'
import { SeenFiles } from './seen-files.ts'
import type { CaptureFolderSpec } from './source-spec.ts'

/** Packets of one moment may be dated a little before those that were read earlier. */
const toleranceSeconds = 1

/** The captures of a watched folder that may hold packets of these times, as far as they still lie there. */
export async function seenCaptures(
  { path, seenPath }: CaptureFolderSpec,
  times: readonly number[],
): Promise<PacketSource[]> {
  const seen = await SeenFiles.open(seenPath)
  const isCovered = (first: number | null, last: number | null) =>
    first !== null &&
    times.some(
      (time) =>
        time >= first - toleranceSeconds &&
        time <= Math.max(first, last ?? Number.POSITIVE_INFINITY) + toleranceSeconds,
    )
  return seen.files
    .filter(({ firstSeconds, lastSeconds }) => isCovered(firstSeconds, lastSeconds))
    .map(({ name }) => ({ path: join(path, name), name, links: 'refuse' }) as const)
    .filter((file) => existsSync(file.path))
    .map((file) => new CaptureFile(file))
}
