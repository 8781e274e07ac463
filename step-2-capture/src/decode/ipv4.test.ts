import { describe, expect, it } from 'vitest'
import { type Bytes, type Ipv4Fields, ipv4, zeros } from '../../test/packet-bytes.ts'
import { Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { decodeIpv4 } from './ipv4.ts'

/** The header starts here, so that an offset that counts from 0 is found out. */
const at = 14

interface Given extends Ipv4Fields {
  readonly payload?: Bytes
  readonly protocol?: number
  /** Bytes after the packet, which a link adds to short frames. */
  readonly padding?: number
  /** Bytes of the packet that are in the capture; all by default. */
  readonly captured?: number
  /** Bytes of the packet that were on the wire; all by default. */
  readonly sent?: number
}

function decode({
  payload = zeros(30),
  protocol = 17,
  padding = 0,
  sent,
  captured = sent,
  ...fields
}: Given = {}) {
  const packet = [...ipv4(protocol, payload, fields), ...zeros(padding)]
  const frame = new Frame()
  frame.at = at
  frame.wireEnd = at + (sent ?? packet.length)
  frame.capturedEnd = at + (captured ?? packet.length)
  const next = decodeIpv4(Uint8Array.from([...zeros(at), ...packet, ...zeros(64)]), frame)
  return { frame, next }
}

describe('IPv4', () => {
  it('reads the fields of a header, and names the header that follows', () => {
    const { frame, next } = decode({ protocol: 6 })
    expect(frame).toMatchObject({
      networkOffset: at,
      sourceAddressOffset: at + 12,
      destinationAddressOffset: at + 16,
      addressLength: 4,
      timeToLive: 64,
      ipLength: 50,
      protocol: 6,
      at: at + 20,
      malformed: Malformed.none,
    })
    expect(frame.layers & Layer.ipv4).toBe(Layer.ipv4)
    expect(next).toBe(Header.tcp)
    expect(decode({ protocol: 17 }).next).toBe(Header.udp)
  })

  it('finds the transport behind options', () => {
    expect(decode({ headerWords: 8 }).frame.at).toBe(at + 32)
  })

  it('takes the padding of the link for no part of the packet', () => {
    const { frame } = decode({ payload: zeros(8), padding: 18 })
    expect([frame.wireEnd, frame.capturedEnd]).toEqual([at + 28, at + 28])
  })

  it('takes all that was sent where a card left the length at 0', () => {
    const { frame, next } = decode({ length: 0 })
    expect(frame.ipLength).toBe(50)
    expect(next).toBe(Header.udp)
  })

  it.each([
    ['another version', { version: 6 }, Malformed.badVersion, at],
    ['a header of less than five words', { headerWords: 4 }, Malformed.badLength, at],
    [
      'a length that ends inside the header',
      { headerWords: 6, length: 23 },
      Malformed.badLength,
      at + 2,
    ],
  ])('stops at %s, and says where', (_, fields, malformed, malformedOffset) => {
    const { frame, next } = decode(fields)
    expect(frame).toMatchObject({ malformed, malformedOffset })
    expect(next).toBe(Header.none)
    expect(frame.layers & Layer.ipv4).toBe(0)
  })

  it.each([0, 1, 19])('stops at a header of which %i bytes were captured', (captured) => {
    const { frame, next } = decode({ captured })
    expect(next).toBe(Header.none)
    // The rest was sent, so the capture is short and the packet is sound.
    expect(frame.malformed).toBe(Malformed.none)
    expect(frame.layers & (Layer.cut | Layer.ipv4)).toBe(Layer.cut)
  })

  it('keeps the addresses where only the options were cut off', () => {
    const { frame, next } = decode({ headerWords: 8, captured: 24 })
    expect(next).toBe(Header.none)
    expect(frame.layers & (Layer.cut | Layer.ipv4)).toBe(Layer.cut | Layer.ipv4)
    expect(frame.sourceAddressOffset).toBe(at + 12)
  })

  it('stops at options that were never sent, which is the fault of the sender', () => {
    const { frame } = decode({ headerWords: 8, sent: 24 })
    expect(frame).toMatchObject({ malformed: Malformed.truncated, malformedOffset: at })
    expect(frame.layers & Layer.cut).toBe(0)
  })

  it('goes on behind the first fragment, and no further behind a later one', () => {
    const first = decode({ fragment: 0x2000, id: 0x1234 })
    expect(first.next).toBe(Header.udp)
    expect(first.frame).toMatchObject({ fragmentId: 0x1234, fragmentOffset: 0 })
    expect(first.frame.layers & (Layer.fragment | Layer.laterFragment)).toBe(Layer.fragment)
    const later = decode({ fragment: 185, id: 0x1234 })
    expect(later.next).toBe(Header.none)
    // The field counts in units of 8 bytes.
    expect(later.frame).toMatchObject({ fragmentId: 0x1234, fragmentOffset: 1_480 })
    expect(later.frame.layers & Layer.laterFragment).toBe(Layer.laterFragment)
  })

  it('takes a packet that must not be cut up for no fragment', () => {
    const { frame, next } = decode({ fragment: 0x4000 })
    expect(frame.layers & Layer.fragment).toBe(0)
    expect(next).toBe(Header.udp)
  })
})
