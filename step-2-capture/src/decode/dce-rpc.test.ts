import { expect, test } from 'vitest'
import { RpcInterface, rpcBind, rpcRequest } from '../simulate/packet-builder/dcerpc.ts'
import { Random } from '../simulate/random.ts'
import { DceRpcKind, DceRpcMessage, uuidOf } from './dce-rpc.ts'

const netlogon = uuidOf('12345678-1234-abcd-ef00-01234567cffb')
const services = uuidOf('367abb81-9844-35f1-ad32-98f038001003')

function parse(message: Uint8Array, length = message.length) {
  const bytes = Buffer.concat([Buffer.from('##'), message, Buffer.from('##')])
  const rpc = new DceRpcMessage()
  const isRead = rpc.parse(bytes, 2, 2 + length)
  const stub = bytes.subarray(rpc.stubStart, rpc.stubEnd)
  return { isRead, rpc, stub, end: rpc.end - 2 }
}

interface BigEndian {
  readonly kind: number
  readonly body: Uint8Array
}

/** The same as the builder makes, with the highest byte first. */
function bigEndian({ kind, body }: BigEndian): Buffer {
  const header = Buffer.from([5, 0, kind, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  header.writeUInt16BE(header.length + body.length, 8)
  return Buffer.concat([header, body])
}

function bigEndianRequest(operation: number, stub: Uint8Array): Buffer {
  const fixed = Buffer.alloc(8)
  fixed.writeUInt16BE(operation, 6)
  return bigEndian({ kind: DceRpcKind.request, body: Buffer.concat([fixed, stub]) })
}

const stub = Buffer.from('arguments')

test.each([
  ['little-endian', (operation: number) => rpcRequest(1, operation, stub)],
  ['big-endian', (operation: number) => bigEndianRequest(operation, stub)],
])('reads the operation and the arguments of a %s request', (_, request) => {
  for (const operation of [0, 3, 255, 256, 259, 0x1a03, 0xffff]) {
    const message = request(operation)
    const { rpc, stub: read, end } = parse(message)
    expect(rpc).toMatchObject({ kind: DceRpcKind.request, operation })
    expect(read).toEqual(stub)
    expect(end).toBe(message.length)
  }
})

test('leaves the object before the arguments and the signature behind them out', () => {
  const signature = Buffer.alloc(8 + 16, 9)
  const message = rpcRequest(1, 4, Buffer.concat([Buffer.alloc(16, 8), stub, signature]))
  message[3]! |= 0x80
  message.writeUInt16LE(16, 10)
  expect(parse(message).stub).toEqual(stub)
})

test.each([
  ['little-endian', rpcBind(1, RpcInterface.netlogon)],
  [
    'big-endian',
    bigEndian({
      kind: DceRpcKind.bind,
      body: Buffer.from([...Buffer.alloc(8), 1, 0, 0, 0, 0, 0, 1, 0, ...netlogon, 0, 0, 0, 1]),
    }),
  ],
])('knows the interface of a %s bind', (_, message) => {
  const { rpc } = parse(message)
  expect([rpc.binds(netlogon), rpc.binds(services)]).toEqual([true, false])
})

test('finds an interface in any context of a bind', () => {
  const first = rpcBind(1, RpcInterface.endpointMapper)
  const second = rpcBind(1, RpcInterface.netlogon).subarray(28)
  const message = Buffer.concat([first, second])
  message[24] = 2
  message.writeUInt16LE(message.length, 8)
  expect(parse(message).rpc.binds(netlogon)).toBe(true)
  // One that the message does not count is not in it.
  message[24] = 1
  expect(parse(message).rpc.binds(netlogon)).toBe(false)
})

test('a call binds nothing, and a bind calls nothing', () => {
  expect(parse(rpcRequest(1, 4, Buffer.from(netlogon))).rpc.binds(netlogon)).toBe(false)
  expect(parse(rpcBind(1, RpcInterface.netlogon)).rpc.operation).toBe(-1)
})

test('reads as much of a truncated message as there is', () => {
  const request = rpcRequest(1, 0x1234, stub)
  for (let length = 0; length <= request.length; length++) {
    const { isRead, rpc, stub: read } = parse(request, length)
    expect(isRead).toBe(length >= 16)
    expect(rpc.operation).toBe(length >= 24 ? 0x1234 : -1)
    expect(read).toHaveLength(Math.max(0, length - 24))
  }
  const bind = rpcBind(1, RpcInterface.netlogon)
  for (let length = 0; length <= bind.length; length++) {
    expect(parse(bind, length).rpc.binds(netlogon)).toBe(length >= 28 + 24)
  }
})

test.each([
  ['another version', 0, 4],
  ['an unknown data representation', 4, 0x20],
  ['a length below its header', 8, 15],
])('takes what has %s for no message', (_, offset, value) => {
  const message = rpcRequest(1, 4, stub)
  message[offset] = value
  expect(parse(message).isRead).toBe(false)
})

test('never reads arguments beyond the message, whatever a stranger sends', () => {
  const random = new Random('dce-rpc')
  for (let i = 0; i < 5_000; i++) {
    const message = i % 2 ? rpcRequest(1, 4, stub) : rpcBind(1, RpcInterface.netlogon)
    for (let n = 0; n < 3; n++) message[random.integer(0, 30)] = random.integer(0, 255)
    const { rpc, stub: read, end, isRead } = parse(message)
    expect(read.length).toBeLessThanOrEqual(message.length)
    expect(read.includes('#'.charCodeAt(0))).toBe(message.includes('#') && read.includes('#'))
    if (isRead) expect(end).toBeGreaterThanOrEqual(16)
    rpc.binds(netlogon)
  }
})

test('refuses a text that is no UUID', () => {
  expect(() => uuidOf('12345678')).toThrow('12345678 is no UUID')
})
