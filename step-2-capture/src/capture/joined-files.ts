import { uncompressed } from '../pcap/gunzip.ts'
import { pcapFileHeaderLength } from '../pcap/pcap-parser.ts'
import { CaptureFile } from './capture-file.ts'
import type { PacketSource } from './packet-source.ts'

/** The first byte of a pcapng file; whole files of that format follow one another as they are. */
const pcapngFirstByte = 0x0a

/**
 * Capture files that are one capture, as `tcpdump -G` and `dumpcap -b` write them: read one after the
 * other, as if they had never been cut. They must have the same format and, in pcap, the same header.
 */
export class JoinedFiles implements PacketSource {
  readonly kind = 'pcap'
  readonly name: string
  readonly #paths: readonly string[]

  /** @param paths In order of time; at least two. */
  constructor(paths: readonly string[]) {
    this.#paths = paths
    this.name = `${paths[0]} to ${paths.at(-1)} (${paths.length} files)`
  }

  async *open(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    let isFirst = true
    for (const path of this.#paths) {
      const file = new CaptureFile({ path, links: 'follow' })
      const chunks = uncompressed(file.open(signal))
      yield* isFirst ? chunks : withoutHeader(chunks)
      isFirst = false
    }
  }
}

/** Leaves out the header of a pcap file, which may come in pieces. */
async function* withoutHeader(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = pcapFileHeaderLength
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === pcapngFirstByte) left = 0
    isFirst = false
    const skipped = Math.min(left, chunk.length)
    left -= skipped
    if (skipped < chunk.length) yield chunk.subarray(skipped)
  }
}
