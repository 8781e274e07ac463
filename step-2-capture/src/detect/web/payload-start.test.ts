import { expect, test } from 'vitest'
import { Random } from '../../simulate/random.ts'
import { startsPayload } from './payload-start.ts'

const random = new Random('payload').bytes(1_000).toString('latin1')
const program = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$`

function starts(text: string): boolean {
  const bytes = Buffer.from(`head${text}`, 'latin1')
  return startsPayload(bytes, 4, bytes.length)
}

test.each([
  ['encrypted', random],
  ['encrypted, 256 bytes of it', random.slice(0, 256)],
  ['a program', program],
  ['a G alone', `G${random}`],
])('%s may be a program', (_, text) => {
  expect(starts(text)).toBe(true)
})

test.each([
  ['255 bytes', random.slice(0, 255)],
  ['a text', 'It is a lovely day; see you at five. '.repeat(20)],
  ['a table', '\x01\x02\x03\x04'.repeat(100)],
  ['an archive', `PK\x03\x04${random}`],
  ['a film', `\0\0\0\x18ftypmp42${random}`],
  ['a transport stream', `G${random.slice(0, 187)}G${random}`],
  ['a font', `wOFF${random}`],
])('%s is no encrypted program', (_, text) => {
  expect(starts(text)).toBe(false)
})
