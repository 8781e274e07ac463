import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissingFile } from 'step-1-skeleton/errors'

/** What the ring may take. */
export interface RingLimits {
  readonly folder: string
  readonly bytesMax: number
  readonly hoursMax: number
}

/** A file of the ring: whole records of one start of a capture, with a file header before them. */
export interface RingSegment {
  readonly path: string
  /** The interface. */
  readonly name: string
  /** The run and its start. */
  readonly startId: string
  /** Offset in the stream of the capture of its first record. */
  readonly base: number
  readonly isOpen: boolean
  readonly bytes: number
  /** When it was last written to, epoch milliseconds. */
  readonly writtenMs: number
}

/**
 * A ring has 16 files: the oldest goes as a whole, so at least seven eighths of the bytes hold
 * packets of one busy link.
 */
const segmentCount = 16
export const segmentBytesOf = ({ bytesMax }: RingLimits) => Math.floor(bytesMax / segmentCount)

/** A file that is being written; what a crash leaves behind has this name as well. */
const openEnding = '.part'

/** Everything that finds a segment again stands in its name: interface, start, offset. */
export function segmentName({
  name,
  startId,
  base,
}: Pick<RingSegment, 'name' | 'startId' | 'base'>) {
  return `${encodeURIComponent(name)}~${startId}~${base}.pcap`
}

export const openPath = (path: string) => path + openEnding

/** The files of the ring, in the order in which they were last written to. */
export async function listRing(folder: string): Promise<RingSegment[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(names.map((name) => segmentOf(folder, name)))
  return found.flatMap((one) => one ?? []).sort((a, b) => a.writtenMs - b.writtenMs)
}

/** Makes the folder ready, and takes the files that a killed server left open for what they are. */
export async function openRing(limits: RingLimits, now: Date): Promise<void> {
  await mkdir(limits.folder, { recursive: true, mode: 0o700 })
  await finishSegments(limits.folder, () => true)
  await pruneRing(limits, now)
}

/** Gives the files their names for good that are not written any more. */
export async function finishSegments(
  folder: string,
  isLeft: (segment: RingSegment) => boolean,
): Promise<void> {
  for (const segment of await listRing(folder)) {
    if (!segment.isOpen || !isLeft(segment)) continue
    await ignoreMissing(rename(segment.path, segment.path.slice(0, -openEnding.length)))
  }
}

/**
 * Removes what is too old, and then the oldest until the rest has room. A file that is open counts
 * as full, so the ring never takes more than its bytes, however many captures write to it.
 * @param now Without it nothing is too old.
 */
export async function pruneRing(limits: RingLimits, now?: Date): Promise<void> {
  const oldestMs = now ? now.getTime() - limits.hoursMax * 3_600_000 : 0
  const segments = await listRing(limits.folder)
  const fullBytes = segmentBytesOf(limits)
  let total = segments.reduce((sum, { isOpen, bytes }) => sum + (isOpen ? fullBytes : bytes), 0)
  for (const { isOpen, writtenMs, bytes, path } of segments) {
    if (isOpen || (total <= limits.bytesMax && writtenMs >= oldestMs)) continue
    await ignoreMissing(unlink(path))
    total -= bytes
  }
}

async function segmentOf(folder: string, file: string): Promise<RingSegment | undefined> {
  const match = /^(?<name>.+)~(?<startId>[^~]+)~(?<base>\d+)\.pcap(?<open>\.part)?$/.exec(file)
  const path = join(folder, file)
  const stats = match && (await stat(path).catch(() => undefined))
  if (!match?.groups || !stats?.isFile()) return undefined
  const { name = '', startId = '', base, open } = match.groups
  const found = {
    path,
    name: decoded(name),
    startId,
    base: Number(base),
    isOpen: open !== undefined,
  }
  return { ...found, bytes: stats.size, writtenMs: stats.mtimeMs }
}

/** A file of another origin may have any name. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Another capture prunes the same ring. */
async function ignoreMissing(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!isMissingFile(error)) throw error
  })
}
