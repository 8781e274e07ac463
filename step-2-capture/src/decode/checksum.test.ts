import { expect, test } from 'vitest'
import { decode } from '../../test/decode-bytes.ts'
import { LinkType } from '../pcap/link-type.ts'
import { ipv4Packet } from '../simulate/packet-builder/ipv4.ts'
import { tcpSegment } from '../simulate/packet-builder/tcp.ts'
import { hasSoundHeader, hasSoundSegment } from './checksum.ts'

/** The example of RFC 1071's arithmetic that many books print: its checksum is b861. */
const header = Buffer.from('45000073000040004011b861c0a80001c0a800c7', 'hex')

test('a header is sound with the right checksum, wherever it stands', () => {
  expect(hasSoundHeader(header, 0)).toBe(true)
  expect(hasSoundHeader(Buffer.concat([Buffer.alloc(14, 0xff), header]), 14)).toBe(true)
})

test('a header is not sound once any byte of it has changed', () => {
  for (let at = 1; at < header.length; at++) {
    const damaged = Buffer.from(header)
    damaged[at] = (damaged[at] as number) ^ 0x55
    expect(hasSoundHeader(damaged, 0), `byte ${at}`).toBe(false)
  }
})

test('a header whose checksum a network card fills in is sound', () => {
  const unfinished = Buffer.from(header)
  unfinished.writeUInt16BE(0, 10)
  expect(hasSoundHeader(unfinished, 0)).toBe(true)
})

/** An IPv4 packet with a TCP segment; the simulator reckons its checksum by itself. */
function tcpPacket(payload: string): Buffer {
  const ends = { source: Buffer.from([192, 168, 0, 1]), destination: Buffer.from([192, 168, 0, 2]) }
  const ports = { sourcePort: 0x8899, destinationPort: 80 }
  const numbers = { sequence: 0xfffefdfc, acknowledgement: 7, flags: 0x18, window: 0xffff }
  const segment = tcpSegment({ ...ends, ...ports, ...numbers }, Buffer.from(payload))
  return ipv4Packet({ ...ends, protocol: 6, timeToLive: 64, identification: 1 }, segment)
}

function isSoundSegment(bytes: Buffer, originalLength = bytes.length): boolean {
  const { packet, frame } = decode([...bytes], { linkType: LinkType.ipv4, originalLength })
  return hasSoundSegment(packet, frame)
}

test.each(['', 'even', 'uneven…', 'odd'])(
  'a segment that says "%s" is sound until it changes',
  (payload) => {
    const sound = tcpPacket(payload)
    expect(isSoundSegment(sound)).toBe(true)
    // Addresses, ports, numbers, the window, the checksum itself and all that is said.
    for (let at = 12; at < sound.length; at++) {
      if (at === 32) continue // Says where the header ends, and the decoder stops.
      const damaged = Buffer.from(sound)
      damaged[at] = (damaged[at] as number) ^ 0x55
      expect(isSoundSegment(damaged), `byte ${at}`).toBe(false)
    }
  },
)

test('a segment that the capture cut counts as sound, whatever its bytes', () => {
  const damaged = tcpPacket('cut here')
  damaged.writeUInt8(0, 45)
  expect(isSoundSegment(damaged)).toBe(false)
  expect(isSoundSegment(damaged.subarray(0, 46), damaged.length)).toBe(true)
})
