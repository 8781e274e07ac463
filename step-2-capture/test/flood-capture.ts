import { TcpFlag } from '../src/decode/frame.ts'
import { createRandom } from '../src/detect/model/algorithms/random.ts'
import { pcapHeader } from '../src/pcap/pcap-writer.ts'

/** Hosts that are connected to the victim before the flood, and speak again after it. */
export const friendCount = 50
const victim = 0xc6336405
const startSeconds = 1_768_381_200
const recordLength = 16 + 14 + 40
const recordsAtOnce = 10_000

interface Segment {
  readonly timeUs: number
  readonly source: number
  readonly destination: number
  readonly ports: readonly [number, number]
  readonly flags: number
}

/**
 * A SYN flood with a new forged source for each packet, 100,000 a second, and connections that are
 * made before it and used after it. Written by hand: a million packets in a second.
 */
export function* floodCapture(count: number, seed = 1): Generator<Buffer, void> {
  const random = createRandom(seed)
  let timeUs = 0
  const later = (stepUs: number) => {
    timeUs += stepUs
    return timeUs
  }
  yield pcapHeader({})
  const { syn, ack, psh } = TcpFlag
  yield* friends((source, port) => [
    segment({
      timeUs: later(1000),
      source,
      destination: victim,
      ports: [port, 443],
      flags: syn,
    }),
    segment({ timeUs, source: victim, destination: source, ports: [443, port], flags: syn | ack }),
    segment({ timeUs, source, destination: victim, ports: [port, 443], flags: ack }),
  ])
  for (let sent = 0; sent < count; sent += recordsAtOnce) {
    yield Buffer.concat(
      Array.from({ length: Math.min(recordsAtOnce, count - sent) }, () => {
        // Between 11.0.0.0 and 191.255.255.255: neither the victim nor its friends.
        const source = 0x0b000000 + random.below(0xb5000000)
        const ports = [1024 + random.below(60_000), 443] as const
        return segment({ timeUs: later(10), source, destination: victim, ports, flags: syn })
      }),
    )
  }
  yield* friends((source, port) => [
    segment({
      timeUs: later(10),
      source,
      destination: victim,
      ports: [port, 443],
      flags: psh | ack,
    }),
  ])
}

function* friends(of: (source: number, port: number) => Buffer[]): Generator<Buffer, void> {
  for (let n = 0; n < friendCount; n++) yield Buffer.concat(of(0xc0000201 + n, 40_000 + n))
}

function segment({ timeUs, source, destination, ports, flags }: Segment): Buffer {
  const record = Buffer.alloc(recordLength)
  record.writeUInt32LE(startSeconds + Math.floor(timeUs / 1e6), 0)
  record.writeUInt32LE(timeUs % 1e6, 4)
  record.writeUInt32LE(54, 8)
  record.writeUInt32LE(54, 12)
  record.fill(2, 16, 28)
  record.writeUInt16BE(0x0800, 28)
  record[30] = 0x45
  record.writeUInt16BE(40, 32)
  record[38] = 64
  record[39] = 6
  record.writeUInt32BE(source, 42)
  record.writeUInt32BE(destination, 46)
  record.writeUInt16BE(ports[0], 50)
  record.writeUInt16BE(ports[1], 52)
  record.writeUInt32BE(1000, 54)
  record[62] = 0x50
  record[63] = flags
  return record
}
