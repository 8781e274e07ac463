import { expect, test } from 'vitest'
import { type Bytes, clientMac, text, u16, u32, zeros } from '../../test/packet-bytes.ts'
import { DhcpMessage, DhcpType, dhcpOptionCountMax } from './dhcp.ts'
import { ModbusMessage } from './modbus.ts'

const option = (code: number, ...data: readonly number[]): Bytes => [code, data.length, ...data]

function dhcp(...options: readonly Bytes[]): Bytes {
  const fixed = [1, 1, 6, 0, ...u32(0xdecade), ...zeros(8), 10, 0, 0, 9, ...zeros(8), ...clientMac]
  return [...fixed, ...zeros(236 - fixed.length), ...u32(0x63825363), ...options.flat()]
}

function parseDhcp(bytes: Bytes, length = bytes.length) {
  const message = new DhcpMessage()
  const all = Uint8Array.from([9, ...bytes, 12, 4, 9, 9, 9, 9])
  const isMessage = message.parse(all, 1, length)
  const at = (offset: number, count: number) => [...all.subarray(offset, offset + count)]
  return { isMessage, message, at }
}

test('reads a DHCP message', () => {
  const bytes = dhcp(
    [0, 0],
    option(53, DhcpType.request),
    option(50, 10, 0, 0, 5),
    option(54, 10, 0, 0, 1),
    option(61, 1, ...clientMac),
    option(12, ...text('laptop')),
    [255],
  )
  const { isMessage, message, at } = parseDhcp(bytes)
  expect(isMessage).toBe(true)
  expect(message).toMatchObject({
    operation: 1,
    transaction: 0xdecade,
    type: 3,
    hostName: 'laptop',
  })
  expect(at(message.clientMacOffset, 6)).toEqual(clientMac)
  expect(at(message.yourAddressOffset, 4)).toEqual([10, 0, 0, 9])
  expect(at(message.requestedAddressOffset, 4)).toEqual([10, 0, 0, 5])
  expect(at(message.serverIdOffset, 4)).toEqual([10, 0, 0, 1])
  expect(at(message.clientIdOffset, message.clientIdLength)).toEqual([1, ...clientMac])
})

test('reads DHCP options as far as they are there', () => {
  const bytes = dhcp(option(53, 1), option(12, ...text('laptop')))
  for (let length = 0; length < bytes.length; length++) {
    const { isMessage, message } = parseDhcp(bytes, length)
    expect(isMessage).toBe(length >= 240)
    expect(message.hostName).toBeNull()
  }
  expect(parseDhcp(bytes).message.hostName).toBe('laptop')
})

test('bounds the DHCP options, and takes other UDP payloads for none', () => {
  const many = Array.from({ length: dhcpOptionCountMax }, () => option(99))
  expect(parseDhcp(dhcp(...many.slice(1), option(53, 1))).message.type).toBe(1)
  expect(parseDhcp(dhcp(...many, option(53, 1))).message.type).toBe(0)
  expect(parseDhcp(zeros(300)).isMessage).toBe(false)
})

function parseModbus(bytes: Bytes, length = bytes.length) {
  const message = new ModbusMessage()
  return { isMessage: message.parse(Uint8Array.from([9, ...bytes, 9, 9]), 1, length), message }
}

const modbus = (code: number, data: Bytes): Bytes => [
  ...u16(77),
  0,
  0,
  ...u16(data.length + 2),
  5,
  code,
  ...data,
]

test('reads Modbus requests, and which of them write', () => {
  const { isMessage, message } = parseModbus([...modbus(6, [0, 100, 0, 1]), 1, 2, 3])
  expect(isMessage).toBe(true)
  expect(message).toMatchObject({
    transaction: 77,
    unit: 5,
    functionCode: 6,
    isWrite: true,
    isException: false,
    address: 100,
    end: 1 + 12,
  })
  const writes = Array.from({ length: 127 }, (_, i) => i + 1).filter(
    (code) => parseModbus(modbus(code, [0, 0, 0, 0])).message.isWrite,
  )
  expect(writes).toEqual([5, 6, 15, 16, 21, 22, 23])
})

test('reads a Modbus exception', () => {
  expect(parseModbus(modbus(0x83, [2])).message).toMatchObject({
    functionCode: 3,
    isException: true,
    exceptionCode: 2,
    address: -1,
    isWrite: false,
  })
})

test('takes for no Modbus what is too short or says something else', () => {
  const bytes = modbus(3, [0, 0, 0, 1])
  for (let length = 0; length < 8; length++)
    expect(parseModbus(bytes, length).isMessage).toBe(false)
  expect(parseModbus(modbus(0, [0, 0])).isMessage).toBe(false)
  expect(parseModbus(modbus(3, zeros(253))).isMessage).toBe(false)
  expect(parseModbus([0, 1, 0, 9, 0, 6, 1, 3, 0, 0, 0, 1]).isMessage).toBe(false)
})
