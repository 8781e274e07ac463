import { describe, expect, it } from 'vitest'
import { scanCapture, scanned, scanner } from '../../../test/e2e/scan-capture.ts'
import { dissect } from './dissect.ts'
import { ipv6Text } from './layer.ts'
import { readPcap } from './read-pcap.ts'

const content = new Uint8Array(scanCapture()).buffer
/** Behind the headers of the file and of its first record, and the destination's MAC. */
const sourceMac = Buffer.from(content, 24 + 16 + 6, 6)
  .toString('hex')
  .replace(/..(?=.)/g, '$&:')
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const fieldOf = (bytes: Uint8Array, layer: string, name: string) =>
  dissect({ bytes, linkType: 1 })
    .find((one) => one.name === layer)
    ?.fields.find((one) => one.name === name)

describe('the packets of a capture', () => {
  it('are read with time, length and bytes', () => {
    const packets = readPcap(content)
    expect(packets).toHaveLength(800)
    expect(packets?.[1]).toMatchObject({ linkType: 1, originalLength: 54 })
    expect(packets?.[1]?.time).toBeCloseTo(1_499_418_000.0203, 6)
  })

  it('end where a record is cut, and are none of another format', () => {
    expect(readPcap(content.slice(0, -1))).toHaveLength(799)
    expect(readPcap(new Uint8Array([0x0a, 0x0d, 0x0d, 0x0a]).buffer)).toBeUndefined()
    expect(readPcap(new ArrayBuffer(40))).toBeUndefined()
  })
})

describe('a packet', () => {
  const [syn] = readPcap(content) ?? []

  it('has layers whose fields lie in its bytes', () => {
    const layers = syn ? dissect(syn) : []
    expect(layers.map(({ name }) => name)).toEqual(['Ethernet', 'IPv4', 'TCP'])
    const fields = layers.flatMap((layer) => layer.fields)
    const value = (name: string) =>
      fields.filter((one) => one.name === name).map((one) => one.value)
    expect(value('Source')).toEqual([sourceMac, scanner])
    expect(value('Destination').at(-1)).toBe(scanned)
    expect(value('Destination port')).toEqual(['1'])
    expect(value('Flags')).toEqual(['SYN'])
    expect(fields.find(({ name }) => name === 'Flags')).toMatchObject({ start: 47, end: 48 })
  })

  it('gives what was understood at each length that it may be cut to', () => {
    for (let length = 0; length <= 54; length++) {
      const bytes = syn?.bytes.slice(0, length) ?? new Uint8Array()
      for (const { start, end, fields } of dissect({ bytes, linkType: 1 })) {
        expect([start, end, ...fields.map((field) => field.end)].every((at) => at <= length)).toBe(
          true,
        )
      }
    }
  })

  it('of DNS shows the name that is asked for', () => {
    const header = '0035 0035 0025 0000 1234 0100 0001 0000 0000 0000'
    const ip = '4500 0000 0000 0000 4011 0000 c0000201 c0000202'
    const name = '03777777 076578616d706c65 00 0001 0001'
    const bytes = bytesOf(`000000000000 000000000000 0800 ${ip} ${header} ${name}`)
    // A total length of 0, as offloading cards leave it, is the header's at least.
    bytes.set([0, 57], 16)
    expect(fieldOf(bytes, 'DNS', 'Name')?.value).toBe('www.example')
  })

  it('of ARP says who claims which address', () => {
    const bytes = bytesOf(
      '000000000000 000000000000 0806 0001 0800 06 04 0002 020000000005 0a000001 020000000009 0a000009',
    )
    expect(fieldOf(bytes, 'ARP', 'Operation')?.value).toBe('2 (reply)')
    expect(fieldOf(bytes, 'ARP', 'Sender MAC')?.value).toBe('02:00:00:00:00:05')
  })

  it('of an unknown link is data', () => {
    expect(dissect({ bytes: bytesOf('4142'), linkType: 250 })).toEqual([
      {
        name: 'Data',
        start: 0,
        end: 2,
        fields: [{ name: '2 bytes', value: 'AB', start: 0, end: 2 }],
      },
    ])
  })
})

it.each([
  ['20010db8000000000000000000000007', '2001:db8::7'],
  ['00000000000000000000000000000001', '::1'],
  ['fe800000000000000000000000000000', 'fe80::'],
  ['20010000000000010000000000000010', '2001:0:0:1::10'],
])('writes %s as %s', (bytes, text) => expect(ipv6Text(bytesOf(bytes))).toBe(text))
