import { expect, test } from 'vitest'
import { rdpConnectionConfirm, rdpConnectionRequest } from '../simulate/packet-builder/rdp.ts'
import { isRdpConnection, isTpkt } from './rdp.ts'

const is = (message: Uint8Array, length = message.length) => isRdpConnection(message, 0, length)

test('knows the request and the confirm of a Remote Desktop connection', () => {
  expect([is(rdpConnectionRequest('admin')), is(rdpConnectionConfirm())]).toEqual([true, true])
})

test('what follows them is of the protocol below, and no connection', () => {
  const message = rdpConnectionRequest('admin')
  message[5] = 0xf0
  expect([isTpkt(message, 0, message.length), is(message)]).toEqual([true, false])
})

test.each([
  ['another version', 0, 4],
  ['a reserved byte that is not zero', 1, 1],
  ['a length below its header', 3, 6],
])('takes what has %s for none', (_, offset, value) => {
  const message = rdpConnectionConfirm()
  message[offset] = value
  expect(is(message)).toBe(false)
})

test('needs the first seven bytes, and no more', () => {
  const message = rdpConnectionConfirm()
  for (let length = 0; length <= message.length; length++) {
    expect(is(message, length)).toBe(length >= 7)
  }
})
