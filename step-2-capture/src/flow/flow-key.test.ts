import { describe, expect, it } from 'vitest'
import { Frame, IpProtocol } from '../decode/frame.ts'
import { AddressFamily, addressText } from '../memory/address-words.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { flowKeyWordCount, writeFlowKey } from './flow-key.ts'

interface Ends {
  readonly source: string
  readonly destination: string
  readonly ports?: readonly [source: number, destination: number]
  readonly protocol?: number
}

/** The addresses lie behind this many bytes, so that an offset that counts from 0 is found out. */
const lead = 26

/** Writes the key of a packet, and reads it back as text: `TCP 10.0.0.1:40000 10.0.0.2:443`. */
function keyOf({ source, destination, ports = [40_000, 443], protocol = 6 }: Ends) {
  const addresses = [...bytesOf(source), ...bytesOf(destination)]
  const frame = new Frame()
  frame.protocol = protocol
  frame.addressLength = addresses.length / 2
  frame.sourceAddressOffset = lead
  frame.destinationAddressOffset = lead + frame.addressLength
  ;[frame.sourcePort, frame.destinationPort] = ports
  const index = new KeyIndex({ wordCount: flowKeyWordCount, keyCountMax: 4, seed: 1 })
  // What the key before has left.
  index.key.fill(0xdead_beef)
  index.keyLength = 1
  const sourceIsLow = writeFlowKey(
    index,
    Uint8Array.from([...new Array(lead).fill(0), ...addresses]),
    frame,
  )
  return { text: textOf(index), sourceIsLow, length: index.keyLength }
}

/** IPv4 in dots, IPv6 as eight groups. */
function bytesOf(address: string): number[] {
  if (address.includes('.')) return address.split('.').map(Number)
  return address.split(':').flatMap((group) => {
    const word = Number.parseInt(group, 16)
    return [word >>> 8, word & 255]
  })
}

function textOf({ key, keyLength }: KeyIndex): string {
  const [start = 0, ports = 0, ...words] = key.subarray(0, keyLength)
  const isIpv4 = keyLength === 4
  const family = isIpv4 ? AddressFamily.ipv4 : AddressFamily.ipv6
  const [first, second] = isIpv4
    ? [
        [0, 0, 0, words[0] ?? 0],
        [0, 0, 0, words[1] ?? 0],
      ]
    : [words.slice(0, 4), words.slice(4)]
  const ends = [
    `${addressText(family, first ?? [])}:${ports >>> 16}`,
    `${addressText(family, second ?? [])}:${ports & 0xffff}`,
  ]
  return `${start >>> 8} ${ends.join(' ')} (${start & 255})`
}

const reversed = ({ source, destination, ports = [40_000, 443], ...rest }: Ends): Ends => ({
  ...rest,
  source: destination,
  destination: source,
  ports: [ports[1], ports[0]],
})

const client = { source: '10.0.0.1', destination: '10.0.0.2' }

describe('the key of a flow', () => {
  it('holds protocol, ports and addresses, the lower address first', () => {
    expect(keyOf(client)).toEqual({
      text: '6 10.0.0.1:40000 10.0.0.2:443 (4)',
      sourceIsLow: true,
      length: 4,
    })
  })

  it.each<[string, Ends]>([
    ['an IPv4 connection', client],
    ['addresses above 127.255.255.255', { source: '10.0.0.1', destination: '200.0.0.1' }],
    ['an IPv6 connection', { source: 'fe80:0:0:0:0:0:0:1', destination: 'fe80:0:0:0:0:0:0:2' }],
    ['a host that talks to itself', { source: '10.0.0.1', destination: '10.0.0.1' }],
    ['a ping', { ...client, ports: [8, 0], protocol: IpProtocol.icmp }],
  ])('is the same for both directions of %s', (_, ends) => {
    const there = keyOf(ends)
    const back = keyOf(reversed(ends))
    expect(back.text).toBe(there.text)
  })

  it('says which end the sender of this packet is', () => {
    expect(keyOf(client).sourceIsLow).toBe(true)
    expect(keyOf(reversed(client)).sourceIsLow).toBe(false)
    const toItself = { source: '10.0.0.1', destination: '10.0.0.1' }
    expect(keyOf({ ...toItself, ports: [443, 40_000] }).sourceIsLow).toBe(true)
    expect(keyOf({ ...toItself, ports: [40_000, 443] }).sourceIsLow).toBe(false)
    const ping = { ...toItself, ports: [8, 0], protocol: IpProtocol.icmp } as const
    expect(keyOf(ping).sourceIsLow, 'a ping has no ports').toBe(true)
  })

  it.each<[string, Partial<Ends>]>([
    ['another protocol', { protocol: 17 }],
    ['another port', { ports: [40_001, 443] }],
    ['another address', { destination: '10.0.0.3' }],
  ])('differs with %s', (_, other) => {
    expect(keyOf({ ...client, ...other }).text).not.toBe(keyOf(client).text)
  })

  it('keeps the two ports with the addresses that they belong to', () => {
    expect(keyOf({ ...client, ports: [443, 40_000] }).text).toBe(
      '6 10.0.0.1:443 10.0.0.2:40000 (4)',
    )
  })

  it('takes addresses above 127.255.255.255 for higher ones', () => {
    const ends = { source: '200.0.0.1', destination: '10.0.0.1' }
    expect(keyOf(ends).text).toBe('6 10.0.0.1:443 200.0.0.1:40000 (4)')
  })

  it('holds both IPv6 addresses in full', () => {
    const ends = { source: '2001:db8:0:0:0:0:2:1', destination: '2001:db8:0:0:0:0:1:2' }
    expect(keyOf({ ...ends, ports: [443, 40_000] })).toEqual({
      text: '6 2001:db8::1:2:40000 2001:db8::2:1:443 (16)',
      sourceIsLow: false,
      length: flowKeyWordCount,
    })
  })

  it('puts a ping and its errors into one flow, since ICMP has no ports', () => {
    const icmp = { ...client, protocol: IpProtocol.icmp }
    const texts = [
      [8, 0],
      [0, 0],
      [3, 1],
    ].map(([type = 0, code = 0]) => keyOf({ ...icmp, ports: [type, code] }).text)
    expect(new Set(texts)).toEqual(new Set(['1 10.0.0.1:0 10.0.0.2:0 (4)']))
  })
})
