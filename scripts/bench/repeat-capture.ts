import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * `node scripts/bench/repeat-capture.ts FILE.pcap COUNT OUT.pcap`: the same packets over and over,
 * each time later by the length of the capture, to see whether memory grows with a file.
 */
const [file, count, out] = process.argv.slice(2)
if (file === undefined || !(Number(count) > 0) || out === undefined) {
  console.error('usage: node scripts/bench/repeat-capture.ts FILE.pcap COUNT OUT.pcap')
  process.exit(2)
}

const headerBytes = 24
const recordHeaderBytes = 16
/** A pcap of this machine's own making: little-endian, microseconds. */
const magic = 0xa1b2c3d4

const bytes = await readFile(file)
if (bytes.readUInt32LE(0) !== magic) {
  console.error(`${file} is not a little-endian pcap in microseconds; write it again with tcpdump`)
  process.exit(1)
}
await pipeline(Readable.from(repeated(bytes, Number(count))), createWriteStream(out))

function* repeated(capture: Buffer, times: number): Generator<Buffer> {
  yield capture.subarray(0, headerBytes)
  const records = capture.subarray(headerBytes)
  const seconds = timeOfLast(records) - records.readUInt32LE(0) + 1
  for (let time = 0; time < times; time++) {
    const copy = Buffer.from(records)
    for (const at of recordOffsets(copy)) {
      copy.writeUInt32LE(copy.readUInt32LE(at) + time * seconds, at)
    }
    yield copy
  }
}

function timeOfLast(records: Buffer): number {
  let seconds = 0
  for (const at of recordOffsets(records)) seconds = Math.max(seconds, records.readUInt32LE(at))
  return seconds
}

function* recordOffsets(records: Buffer): Generator<number> {
  for (let at = 0; at + recordHeaderBytes <= records.length; ) {
    yield at
    at += recordHeaderBytes + records.readUInt32LE(at + 8)
  }
}
