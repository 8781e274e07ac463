export interface NtpFields {
  /** 3 asks, 4 answers. */
  readonly mode: 3 | 4
  /** Microseconds since 1970. */
  readonly transmitUs: number
  readonly originateUs?: number
  readonly receiveUs?: number
}

/** Seconds from 1900, where NTP's time begins, to 1970. */
const epochOffsetS = 2_208_988_800

/** An NTP packet of version 4 (RFC 5905 section 7.3). */
export function ntpPacket(fields: NtpFields): Buffer {
  const packet = Buffer.alloc(48)
  const isAnswer = fields.mode === 4
  packet[0] = (4 << 3) | fields.mode
  packet[1] = isAnswer ? 2 : 0
  packet[2] = 6
  packet[3] = isAnswer ? 0xe9 : 0xec
  if (isAnswer) {
    packet.writeUInt32BE(0x0000_0312, 4)
    packet.writeUInt32BE(0x0000_01c8, 8)
    packet.set([10, 0, 0, 53], 12)
    writeTime(packet, 16, fields.transmitUs - 311_000_000)
    writeTime(packet, 24, fields.originateUs)
    writeTime(packet, 32, fields.receiveUs)
  }
  writeTime(packet, 40, fields.transmitUs)
  return packet
}

function writeTime(packet: Buffer, offset: number, timeUs = 0): void {
  if (timeUs === 0) return
  const seconds = Math.floor(timeUs / 1e6)
  packet.writeUInt32BE(seconds + epochOffsetS, offset)
  packet.writeUInt32BE(Math.floor(((timeUs / 1e6) % 1) * 0x1_0000_0000), offset + 4)
}
