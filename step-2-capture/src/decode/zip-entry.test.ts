import { expect, test } from 'vitest'
import { zipText } from '../../test/zip-text.ts'
import { zipEntryAt } from './zip-entry.ts'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['scan.js', false],
  ['scan.js', true],
  ['a name longer than a byte counts'.repeat(9), false],
])('the first file of an archive is %s (with a password: %s)', (name, isEncrypted) => {
  const bytes = bytesOf(`behind${zipText(name, { isEncrypted })}`)
  expect(zipEntryAt(bytes, 6, bytes.length)).toEqual({ name, isEncrypted })
})

test('an archive that is cut gives as much of the name as is there', () => {
  const bytes = bytesOf(zipText('scan.js'))
  for (let end = 0; end < 30; end++) expect(zipEntryAt(bytes, 0, end), `${end} bytes`).toBeNull()
  expect([30, 34, 37].map((end) => zipEntryAt(bytes, 0, end)?.name)).toEqual([
    '',
    'scan',
    'scan.js',
  ])
})

test('another beginning is no archive', () => {
  for (let at = 0; at < 4; at++) {
    const bytes = bytesOf(zipText('scan.js'))
    bytes[at] = (bytes[at] as number) + 1
    expect(zipEntryAt(bytes, 0, bytes.length), `byte ${at}`).toBeNull()
  }
})
