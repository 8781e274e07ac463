import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { kindOfRecords } from '../capture/source-spec.ts'
import type { Monitor } from './monitor.ts'
import { packetHeader, packetLine } from './packet-csv.ts'
import { fileCountMax, numberedPath } from './rotating-file.ts'
import { resultsFileName } from './run-files.ts'

/** The rows of the current run: from disk, all files of it in order; without files the newest 200. */
export function resultsCsv(monitor: Monitor): { name: string; body: ReadableStream } {
  const folder = monitor.resultsFolder
  const name = resultsFileName(monitor.source ? kindOfRecords(monitor.source) : 'pcap')
  const rows =
    folder === undefined || monitor.source === null
      ? [...monitor.packets].map(packetLine)
      : rowsOnDisk(join(folder, name))
  return { name, body: Readable.toWeb(Readable.from(withHeader(rows))) as ReadableStream }
}

/** As bytes: the body of a response takes nothing else. */
async function* withHeader(rows: AsyncIterable<string> | readonly string[]) {
  yield Buffer.from(packetHeader)
  for await (const row of rows) yield Buffer.from(row)
}

/** Every file starts with the header, which is said once. */
async function* rowsOnDisk(path: string): AsyncGenerator<string> {
  for (let number = fileCountMax - 1; number >= 0; number--) {
    const part = numberedPath(path, number)
    if (!existsSync(part)) continue
    yield* createReadStream(part, { encoding: 'utf8', start: packetHeader.length })
  }
}
