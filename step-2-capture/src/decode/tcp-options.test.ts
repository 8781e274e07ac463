import { expect, test } from 'vitest'
import { decode } from '../../test/decode-bytes.ts'
import { type Bytes, ethernet, ipv4, tcp, u16, u32 } from '../../test/packet-bytes.ts'
import { TcpOptions } from './tcp-options.ts'

function read(options: Bytes, capturedLength?: number) {
  const bytes = ethernet(0x0800, ipv4(6, tcp([], { options })))
  const length = capturedLength ?? bytes.length
  const { packet, frame } = decode(bytes, { capturedLength: length })
  const record = new TcpOptions()
  return { isWhole: record.read(packet.bytes, frame), options: record }
}

const linux = [2, 4, ...u16(1460), 4, 2, 8, 10, ...u32(0xfedcba98), ...u32(7), 1, 3, 3, 7]

test('reads the options of a Linux handshake, and their order', () => {
  const { isWhole, options } = read(linux)
  expect(isWhole).toBe(true)
  expect(options).toMatchObject({
    maximumSegment: 1460,
    windowScale: 7,
    allowsSelectiveAcknowledgements: true,
    timestamp: 0xfedcba98,
    timestampEcho: 7,
  })
  expect([...options.kinds.subarray(0, options.kindCount)]).toEqual([2, 4, 8, 1, 3])
})

test('stops at the end mark, and at a length that makes no sense', () => {
  expect(read([0, 2, 4, 5]).options).toMatchObject({ kindCount: 0, maximumSegment: -1 })
  expect(read([1, 2, 0, 1]).isWhole).toBe(false)
  expect(read([1, 2, 1, 1]).isWhole).toBe(false)
  expect(read([1, 1, 2, 4]).isWhole).toBe(false)
  expect(read([1, 1, 1, 2]).isWhole).toBe(false)
})

test('reads options as far as the snap length left them', () => {
  for (let length = 54; length < 54 + linux.length; length++) {
    expect(read(linux, length).options.windowScale).toBe(-1)
  }
  expect(read(linux, 58).options.maximumSegment).toBe(1460)
  expect(read(linux, 57).options.maximumSegment).toBe(-1)
})
