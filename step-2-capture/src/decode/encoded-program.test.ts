import { expect, test } from 'vitest'
import { Random } from '../simulate/random.ts'
import { isEncodedProgram } from './encoded-program.ts'

const stub = 'This program cannot be run in DOS mode.'
const program = `MZ\x90\0\x03${'\0'.repeat(55)}\x80\0\0\0\x0e\x1f\xba\x0e\0\xb4\x09\xcd!${stub}\r\n$${'\0'.repeat(80)}`

function encoded(text: string, key: string): Buffer {
  const bytes = Buffer.from(text, 'latin1')
  return bytes.map((byte, i) => byte ^ key.charCodeAt(i % key.length)) as Buffer
}

function starts(bytes: Uint8Array): boolean {
  return isEncodedProgram(Buffer.concat([Buffer.from('head'), bytes]), 4, 4 + bytes.length)
}

test.each([1, 4, 7, 16, 20])('a program under a key of %i bytes is known', (length) => {
  expect(starts(encoded(program, 'kV3#qz!Lp0w8Hd2*Yt5&'.slice(0, length)))).toBe(true)
})

test.each<[string, Uint8Array]>([
  ['a program under a key of 21 bytes', encoded(program, 'kV3#qz!Lp0w8Hd2*Yt5&u')],
  ['a program in clear', Buffer.from(program, 'latin1')],
  ['a program without its text', encoded(program.replace(stub, 'x'.repeat(39)), 'kV3#')],
  ['143 bytes of one', encoded(program, 'kV3#').subarray(0, 143)],
  ['zeros', new Uint8Array(500)],
  ['random bytes', new Random('data').bytes(500)],
])('%s is not', (_, bytes) => {
  expect(starts(bytes)).toBe(false)
})

test('144 bytes are enough', () => {
  expect(starts(encoded(program, 'kV3#').subarray(0, 144))).toBe(true)
})
