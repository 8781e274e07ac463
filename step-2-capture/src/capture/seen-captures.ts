import { join } from 'node:path'
import { CaptureFile } from './capture-file.ts'
import { firstPacketOf } from './first-packet.ts'
import { lookIntoFolder } from './folder-look.ts'
import type { PacketSource } from './packet-source.ts'
import { SeenFiles } from './seen-files.ts'
import type { CaptureFolderSpec } from './source-spec.ts'

/** Packets of one moment may be dated a little before those that were read earlier. */
const toleranceSeconds = 1

/** From when to when a capture may have packets; a file that is being read has no end yet. */
interface Span {
  readonly firstSeconds: number | null
  readonly lastSeconds: number | null
}

/**
 * The captures of a watched folder that may hold packets of these times, as far as they still lie
 * there: also one that is being read or has grown, which is written down when its end is reached.
 */
export async function seenCaptures(
  { path, seenPath }: CaptureFolderSpec,
  times: readonly number[],
): Promise<PacketSource[]> {
  const seen = await SeenFiles.open(seenPath)
  const { files } = await lookIntoFolder(path).catch(() => ({ files: [] }))
  const captures = files.map(async ({ name, bytes }) => {
    const file = new CaptureFile({ path: join(path, name), name, links: 'refuse' })
    const known = seen.find(name)
    const span = known?.bytes === bytes ? known : await spanOf(file)
    return times.some((time) => covers(span, time)) ? [file] : []
  })
  return (await Promise.all(captures)).flat()
}

async function spanOf(file: PacketSource): Promise<Span> {
  return { firstSeconds: (await firstPacketOf(file)).seconds, lastSeconds: null }
}

function covers({ firstSeconds, lastSeconds }: Span, time: number): boolean {
  if (firstSeconds === null || time < firstSeconds - toleranceSeconds) return false
  // Captures that overlap are dated as if one followed the other.
  return lastSeconds === null || time <= Math.max(firstSeconds, lastSeconds) + toleranceSeconds
}
