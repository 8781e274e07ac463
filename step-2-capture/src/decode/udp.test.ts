import { describe, expect, it } from 'vitest'
import { type Bytes, udp, zeros } from '../../test/packet-bytes.ts'
import { Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { decodeUdp } from './udp.ts'

/** The header starts here, so that an offset that counts from 0 is found out. */
const at = 34

interface Given {
  readonly payload?: Bytes
  readonly source?: number
  readonly destination?: number
  /** As the header says; what fits by default. */
  readonly length?: number
  readonly captured?: number
  /** What lies around the datagram. */
  readonly layers?: number
}

function decode(given: Given = {}) {
  const { payload = zeros(30), source = 5_353, destination = 9_999, length, captured } = given
  const datagram = udp(payload, source, destination, length)
  const frame = new Frame()
  frame.layers = given.layers ?? Layer.ipv4
  frame.at = at
  frame.wireEnd = at + datagram.length
  frame.capturedEnd = at + (captured ?? datagram.length)
  const next = decodeUdp(Uint8Array.from([...zeros(at), ...datagram, ...zeros(64)]), frame)
  return { frame, next }
}

describe('UDP', () => {
  it('reads the ports and finds the payload', () => {
    const { frame, next } = decode({ source: 40_000, destination: 443 })
    expect(frame).toMatchObject({
      transportOffset: at,
      sourcePort: 40_000,
      destinationPort: 443,
      payloadOffset: at + 8,
      payloadLength: 30,
      payloadWireLength: 30,
      at: at + 8,
      malformed: Malformed.none,
    })
    expect(frame.layers & Layer.udp).toBe(Layer.udp)
    expect(next).toBe(Header.none)
  })

  it('ends the payload where the header says, not where the packet ends', () => {
    expect(decode({ length: 8 + 12 }).frame).toMatchObject({
      payloadLength: 12,
      payloadWireLength: 12,
    })
  })

  it('takes a datagram without a payload', () => {
    expect(decode({ payload: [] }).frame).toMatchObject({
      malformed: Malformed.none,
      payloadLength: 0,
      payloadWireLength: 0,
    })
  })

  it('tells what was sent from what was captured', () => {
    expect(decode({ captured: 8 + 10 }).frame).toMatchObject({
      payloadLength: 10,
      payloadWireLength: 30,
      malformed: Malformed.none,
    })
  })

  it.each([0, 7])('stops at a length of %i, which is less than its own header', (length) => {
    const { frame, next } = decode({ length })
    expect(frame).toMatchObject({ malformed: Malformed.badLength, malformedOffset: at + 4 })
    expect(next).toBe(Header.none)
  })

  it('takes the length 0 for a jumbogram in IPv6', () => {
    const { frame } = decode({ length: 0, layers: Layer.ipv6 })
    expect(frame).toMatchObject({ malformed: Malformed.none, payloadWireLength: 30 })
  })

  it('stops at a length beyond the packet, unless the rest comes in further fragments', () => {
    const beyond = 8 + 1_000
    const alone = decode({ length: beyond })
    expect(alone.frame.malformed).toBe(Malformed.badLength)
    expect(alone.frame.payloadWireLength).toBe(30)
    const first = decode({ length: beyond, layers: Layer.ipv4 | Layer.fragment })
    expect(first.frame).toMatchObject({ malformed: Malformed.none, payloadWireLength: 30 })
  })

  it.each([0, 7])('stops at a header of which %i bytes were captured', (captured) => {
    const { frame, next } = decode({ captured })
    expect(next).toBe(Header.none)
    expect(frame.malformed).toBe(Malformed.none)
    expect(frame.layers & (Layer.cut | Layer.udp)).toBe(Layer.cut)
  })

  it('knows DNS by port 53 at either end', () => {
    expect(decode({ destination: 53 }).frame.layers & Layer.dns).toBe(Layer.dns)
    expect(decode({ source: 53 }).frame.layers & Layer.dns).toBe(Layer.dns)
    expect(decode().frame.layers & Layer.dns).toBe(0)
  })

  it('goes on into a tunnel by its ports', () => {
    expect(decode({ destination: 4_789 }).next).toBe(Header.vxlan)
    expect(decode({ source: 4_789 }).next).toBe(Header.none)
  })
})
