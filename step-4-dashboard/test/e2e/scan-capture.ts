/** Who scans whom in the capture below. */
export const scanner = '192.0.2.66'
export const scanned = '192.0.2.10'

/** 400 ports in 8 seconds: a scan by anybody's measure. */
const portCount = 400
const startSeconds = 1_499_418_000

/** A pcap file of a port scan of July 2017: a SYN to each port, and the RST that answers it. */
export function scanCapture(): Buffer {
  const records: Buffer[] = []
  for (let port = 1; port <= portCount; port++) {
    const atUs = port * 20_000
    records.push(
      record(atUs, frame({ from: scanner, to: scanned, ports: [40_000, port], flags: 2 })),
    )
    const answer = { from: scanned, to: scanner, ports: [port, 40_000], flags: 20 } as const
    records.push(record(atUs + 300, frame(answer)))
  }
  return Buffer.concat([fileHeader(), ...records])
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20) // Ethernet
  return header
}

function record(afterStartUs: number, bytes: Buffer): Buffer {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(startSeconds + Math.floor(afterStartUs / 1e6), 0)
  header.writeUInt32LE(afterStartUs % 1e6, 4)
  header.writeUInt32LE(bytes.length, 8)
  header.writeUInt32LE(bytes.length, 12)
  return Buffer.concat([header, bytes])
}

interface Segment {
  readonly from: string
  readonly to: string
  readonly ports: readonly [source: number, destination: number]
  /** SYN is 2, RST with ACK is 20. */
  readonly flags: number
}

/** Ethernet, IPv4 and TCP without options or payload: 54 bytes. */
function frame({ from, to, ports, flags }: Segment): Buffer {
  const bytes = Buffer.alloc(54)
  bytes.writeUInt8(2, 5)
  bytes.writeUInt8(1, 11)
  bytes.writeUInt16BE(0x0800, 12)
  bytes.writeUInt8(0x45, 14)
  bytes.writeUInt16BE(40, 16)
  bytes.writeUInt8(64, 22)
  bytes.writeUInt8(6, 23)
  for (const [index, part] of from.split('.').entries()) bytes.writeUInt8(Number(part), 26 + index)
  for (const [index, part] of to.split('.').entries()) bytes.writeUInt8(Number(part), 30 + index)
  bytes.writeUInt16BE(ports[0], 34)
  bytes.writeUInt16BE(ports[1], 36)
  bytes.writeUInt8(0x50, 46)
  bytes.writeUInt8(flags, 47)
  bytes.writeUInt16BE(1_024, 48)
  return bytes
}
