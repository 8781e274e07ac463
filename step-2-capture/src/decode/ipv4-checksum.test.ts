import { expect, test } from 'vitest'
import { hasSoundHeader } from './ipv4-checksum.ts'

/** The example of RFC 1071's arithmetic that many books print: its checksum is b861. */
const header = Buffer.from('45000073000040004011b861c0a80001c0a800c7', 'hex')

test('a header is sound with the right checksum, wherever it stands', () => {
  expect(hasSoundHeader(header, 0)).toBe(true)
  expect(hasSoundHeader(Buffer.concat([Buffer.alloc(14, 0xff), header]), 14)).toBe(true)
})

test('a header is not sound once any byte of it has changed', () => {
  for (let at = 1; at < header.length; at++) {
    const damaged = Buffer.from(header)
    damaged[at] = (damaged[at] as number) ^ 0x55
    expect(hasSoundHeader(damaged, 0), `byte ${at}`).toBe(false)
  }
})

test('a header whose checksum a network card fills in is sound', () => {
  const unfinished = Buffer.from(header)
  unfinished.writeUInt16BE(0, 10)
  expect(hasSoundHeader(unfinished, 0)).toBe(true)
})
