import { CaptureReader } from '../pcap/capture-reader.ts'
import { uncompressed } from '../pcap/gunzip.ts'
import { Packet } from '../pcap/packet.ts'
import { CaptureFile } from './capture-file.ts'

/** A pause between two files of one capture: nothing was sent, or the writer was started again. */
const pauseSecondsMax = 600

interface Span {
  readonly path: string
  readonly format: string
  readonly firstSeconds: number
  readonly lastSeconds: number
}

/**
 * Which files are parts of one capture: their names differ in numbers only, their formats not at all,
 * and each begins when the one before it has ended, at most ten minutes or its own length later. Each
 * group is in order of time, the groups in the order of the files. Files with such names are read
 * once more for it; all others are not opened.
 */
export async function groupRotated(paths: readonly string[]): Promise<string[][]> {
  const byName = Map.groupBy(paths, (path) => path.replaceAll(/\d+/g, '#'))
  const groups: string[][] = []
  for (const [, alike] of byName) {
    if (alike.length === 1 || alike[0] === '-') groups.push(...alike.map((path) => [path]))
    else groups.push(...(await joinSpans(alike)))
  }
  return groups.sort((a, b) => firstPlace(paths, a) - firstPlace(paths, b))
}

function firstPlace(paths: readonly string[], group: readonly string[]): number {
  return Math.min(...group.map((path) => paths.indexOf(path)))
}

async function joinSpans(paths: readonly string[]): Promise<string[][]> {
  const spans: Span[] = []
  const groups: string[][] = []
  for (const path of paths) {
    const span = await spanOf(path)
    // What cannot be read is reported by itself.
    if (span) spans.push(span)
    else groups.push([path])
  }
  spans.sort((a, b) => a.firstSeconds - b.firstSeconds)
  let last: Span | undefined
  for (const span of spans) {
    if (last && follows(span, last)) groups.at(-1)?.push(span.path)
    else groups.push([span.path])
    last = span
  }
  return groups
}

function follows(span: Span, before: Span): boolean {
  const pause = span.firstSeconds - before.lastSeconds
  const length = before.lastSeconds - before.firstSeconds
  return span.format === before.format && pause >= 0 && pause <= Math.max(pauseSecondsMax, length)
}

/** Format, link types and time of a capture; undefined where it has no packet or is damaged. */
async function spanOf(path: string): Promise<Span | undefined> {
  const reader = new CaptureReader()
  const packet = new Packet()
  let firstSeconds = Number.NaN
  try {
    const file = new CaptureFile({ path, links: 'follow' })
    for await (const chunk of uncompressed(file.open(new AbortController().signal))) {
      reader.push(chunk)
      while (reader.next(packet)) {
        if (Number.isNaN(firstSeconds)) firstSeconds = packet.timeUs / 1e6
      }
      if (reader.error) return undefined
    }
  } catch {
    return undefined
  }
  reader.end()
  if (reader.error || Number.isNaN(firstSeconds)) return undefined
  const format = `${reader.format} ${reader.linkTypes}`
  return { path, format, firstSeconds, lastSeconds: packet.timeUs / 1e6 }
}
