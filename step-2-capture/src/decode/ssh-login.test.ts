import { expect, test } from 'vitest'
import { Random } from '../simulate/random.ts'
import { SshLogin } from './ssh-login.ts'

/** A packet of the key exchange: length, padding, type. */
function packet(type: number, length = 12): Buffer {
  const bytes = Buffer.alloc(4 + length)
  bytes.writeUInt32BE(length, 0)
  bytes[5] = type
  return bytes
}

function watch(...segments: readonly Uint8Array[]): SshLogin {
  const login = new SshLogin()
  for (const bytes of segments) login.addServerPayload(bytes, 0, bytes.length, bytes.length)
  return login
}

const newKeys = Buffer.concat([packet(31, 400), packet(21)])

test('counts the sizes of what the server answers behind NEWKEYS, without the first', () => {
  const answers = [56, 80, 64, 80].map((size) => Buffer.alloc(size, 'y'))
  const login = watch(Buffer.from('SSH-2.0-x\r\n'), packet(20, 400), newKeys, ...answers)
  expect(login.answerCount).toBe(4)
  expect(Object.fromEntries(login.answerSizes())).toEqual({ 80: 2, 64: 1 })
})

test('takes the size on the wire where a segment is cut short', () => {
  const login = watch(newKeys, Buffer.alloc(56))
  login.addServerPayload(Buffer.alloc(10), 0, 10, 80)
  expect([...login.answerSizes().keys()]).toEqual([80])
})

test('before NEWKEYS nothing is an answer, also where the segment is truncated', () => {
  expect(watch(packet(20, 400), Buffer.alloc(56)).answerCount).toBe(0)
  for (let length = 0; length < 404 + 6; length++) {
    expect(watch(newKeys.subarray(0, length), Buffer.alloc(56)).answerCount).toBe(0)
  }
  expect(watch(newKeys.subarray(0, 404 + 6), Buffer.alloc(56)).answerCount).toBe(1)
})

test('keeps the first 64 sizes, and counts on', () => {
  const answers = Array.from({ length: 200 }, (_, i) => Buffer.alloc(1 + i))
  const login = watch(newKeys, ...answers)
  expect(login.answerCount).toBe(200)
  expect(login.answerSizes().size).toBe(63)
})

test('reads whatever a server sends without a throw', () => {
  const random = new Random('ssh-login')
  for (let i = 0; i < 2_000; i++) {
    const segment = Buffer.from(newKeys)
    for (let n = 0; n < 4; n++) {
      segment[random.integer(0, segment.length - 1)] = random.integer(0, 255)
    }
    expect(watch(segment, segment).answerCount).toBeLessThanOrEqual(1)
  }
})
