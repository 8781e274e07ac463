import { expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'

const wide = (text: string) => [...text].map((letter) => `${letter}\0`).join('')

test.each<[string, string, string, string]>([
  [
    'a name of Windows',
    `\x05\0\x0b@${wide('PSEXESVC.exe')}\0\0\x01`,
    wide('psexesvc'),
    '·@PSEXESVC.exe·',
  ],
  ['bytes between letters', 'GET \x01\x02\xff /a', 'get', 'GET · /a'],
  ['a plain text', 'cat /etc/passwd', '/etc/passwd', 'cat /etc/passwd'],
  ['line breaks', 'a\r\nb', 'a', 'a·b'],
])('%s is shown', (_, text, literal, shown) => {
  expect(excerptOf(text, literal)).toBe(shown)
})

test('a long text is cut around the literal', () => {
  const shown = excerptOf(`${'a'.repeat(100)}needle${'b'.repeat(100)}`, 'NEEDLE')
  expect(shown).toMatch(/^…a{20}needleb{54}…$/)
})
