import { readUint16 } from '../../../decode/big-endian.ts'
import { IpProtocol, Layer, TcpFlag } from '../../../decode/frame.ts'
import { numberOf, rangeOf } from '../draft.ts'
import type { PacketView } from '../packet-test.ts'
import { badValue, givenValue, type Keyword, type Keywords } from './keyword.ts'

const flagLetters: Readonly<Record<string, number>> = {
  F: TcpFlag.fin,
  S: TcpFlag.syn,
  R: TcpFlag.rst,
  P: TcpFlag.psh,
  A: TcpFlag.ack,
  U: TcpFlag.urg,
  E: TcpFlag.ece,
  C: TcpFlag.cwr,
  '2': TcpFlag.ece,
  '1': TcpFlag.cwr,
  '0': 0,
}

/** A field of the headers that must lie in a range. */
function field(read: (view: PacketView) => number): Keyword {
  return (draft, value, keyword) => {
    const [min, max] = rangeOf(givenValue(value, keyword), keyword)
    draft.packetTests.push((view) => {
      const found = read(view)
      return found >= min && found <= max
    })
  }
}

const hasIpv4 = ({ frame }: PacketView) => (frame.layers & Layer.ipv4) !== 0
const icmpWord = ({ frame, bytes }: PacketView, at: number) =>
  frame.transportOffset >= 0 && frame.transportOffset + at + 2 <= bytes.length
    ? readUint16(bytes, frame.transportOffset + at)
    : -1

/** Fields of the headers of IP, TCP and ICMP, and the length of the payload. */
export const packetKeywords: Keywords = {
  dsize: (draft, value, keyword) => {
    field(({ frame }) => frame.payloadWireLength)(draft, value, keyword)
    draft.isPerPacket = true
  },
  flags: (draft, value, keyword) => {
    draft.flagsTest = flagsTest(givenValue(value, keyword), keyword)
  },
  ttl: field(({ frame }) => frame.timeToLive),
  seq: field(({ frame }) => frame.tcpSequence),
  ack: field(({ frame }) => frame.tcpAcknowledgement),
  window: field(({ frame }) => frame.tcpWindow),
  'tcp.window': field(({ frame }) => frame.tcpWindow),
  id: field((view) => (hasIpv4(view) ? readUint16(view.bytes, view.frame.networkOffset + 4) : -1)),
  tos: field((view) => (hasIpv4(view) ? (view.bytes[view.frame.networkOffset + 1] as number) : -1)),
  itype: (draft, value, keyword) => {
    draft.icmpTypes = rangeOf(givenValue(value, keyword), keyword)
  },
  icode: field(({ frame }) => frame.destinationPort),
  icmp_id: field((view) => icmpWord(view, 4)),
  icmp_seq: field((view) => icmpWord(view, 6)),
  ip_proto: (draft, value, keyword) => {
    const [, sign = '', name = ''] = /^([!<>]?)\s*(\w+)$/.exec(givenValue(value, keyword)) ?? []
    const known = (IpProtocol as Readonly<Record<string, number>>)[name.toLowerCase()]
    const number = known ?? numberOf(name, keyword)
    const test = (protocol: number) => {
      if (sign === '<') return protocol < number
      if (sign === '>') return protocol > number
      return (protocol === number) !== (sign === '!')
    }
    draft.protocolTest = test
    draft.packetTests.push(({ frame: { protocol } }) => test(protocol))
  },
  sameip: (draft) => {
    draft.packetTests.push(({ frame, bytes }) => {
      const { sourceAddressOffset: a, destinationAddressOffset: b, addressLength: length } = frame
      if (a < 0 || length === 0) return false
      for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
      return true
    })
  },
  fragbits: (draft, value, keyword) => {
    const [, sign = '', letters = ''] =
      /^([+*!]?)([MDR]+)[+*]?$/.exec(givenValue(value, keyword)) ?? []
    if (letters === '') throw badValue(keyword, value)
    const bits = { M: 1, D: 2, R: 4 }
    const wanted = [...letters].reduce((all, letter) => all | bits[letter as 'M' | 'D' | 'R'], 0)
    draft.packetTests.push((view) => {
      if (!hasIpv4(view)) return false
      return isWanted((view.bytes[view.frame.networkOffset + 6] as number) >>> 5, wanted, sign)
    })
  },
}

/** `S`, `+SA` (and others), `*SA` (any of them), `!S`; behind a comma the flags that do not count. */
function flagsTest(value: string, keyword: string): (flags: number) => boolean {
  const [given = '', ignored = ''] = value.split(',').map((part) => part.trim().toUpperCase())
  const [, before = '', letters = '', behind = ''] =
    /^([+*!]?)([A-Z0-2]+)([+*]?)$/.exec(given) ?? []
  if (letters === '') throw badValue(keyword, value)
  const wanted = bitsOf(letters, keyword)
  const counted = 0xff & ~bitsOf(ignored, keyword)
  return (flags) => isWanted(flags & counted, wanted, before || behind)
}

function bitsOf(letters: string, keyword: string): number {
  return [...letters].reduce((all, letter) => {
    const bit = flagLetters[letter]
    if (bit === undefined) throw badValue(keyword, letters)
    return all | bit
  }, 0)
}

function isWanted(bits: number, wanted: number, sign: string): boolean {
  if (sign === '+') return (bits & wanted) === wanted
  if (sign === '*') return (bits & wanted) !== 0
  if (sign === '!') return (bits & wanted) === 0
  return bits === wanted
}
