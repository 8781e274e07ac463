import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { zipText } from '../../../test/zip-text.ts'
import { mailProgram } from './mail-program.ts'

const [client, server] = ['10.0.0.8', '10.0.0.25']
const dosProgram = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(600)}`

interface Attachment {
  readonly head: string
  readonly content?: string
  readonly encoding?: 'base64' | '7bit'
}

function letter({ head, content = 'x'.repeat(900), encoding = 'base64' }: Attachment): string {
  const raw = Buffer.from(content, 'latin1')
  const body = encoding === '7bit' ? content : (raw.toString('base64').match(/.{1,76}/g) ?? [])
  return [
    'From: a@shop.example',
    'Content-Type: multipart/mixed; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'Please open the attached file: name="tool.exe"',
    '--b1',
    head,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    ...body,
    '--b1--',
    '.',
    '',
  ].join('\r\n')
}
const disposition = (name: string): Attachment => ({
  head: `Content-Disposition: attachment;\r\n\tfilename="${name}"`,
})

const greeting = ['', '220 mx.corp.example ESMTP\r\n', 'EHLO x\r\n', '250 mx.corp.example\r\n']
const segments = (text: string, size: number) =>
  (text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []).flatMap((part) => [part, ''])

function sent(text: string, size = 1_460, from = client): TrafficScript {
  const says = [...greeting, 'DATA\r\n', '354 go on\r\n', ...segments(text, size), '', '250 ok\r\n']
  return new TrafficScript().connection(from, `${server}:2525`, { says })
}
const found = (script: TrafficScript) =>
  script.settled(mailProgram).map(({ severity, source, title }) => `${severity} ${source} ${title}`)

test.each([
  ['invoice.pdf.exe', 'high', 'a program with two endings'],
  ['photo.jpg             .scr', 'high', 'a program with two endings'],
  ['order.vbs', 'high', 'a script or shortcut'],
  ['order.LNK', 'high', 'a script or shortcut'],
  ['setup.exe', 'medium', 'a program'],
  ['scan.iso', 'medium', 'a disk image'],
  ['=?utf-8?B?aW52b2ljZS5qc2U=?=', 'high', 'a script or shortcut'],
])('an attachment named %s is %s: %s', (name, severity, what) => {
  const [one, ...others] = found(sent(letter(disposition(name))))
  expect(one).toMatch(new RegExp(`^${severity} ${client} .*to ${server}: ${what}, `))
  expect(others).toEqual([])
})

test.each([
  ['a program', dosProgram, 'high', 'a program under another name'],
  ['a program for Linux', `\x7fELF${'x'.repeat(900)}`, 'high', 'a program under another name'],
  ['a script in an archive', zipText('scan.js'), 'medium', 'a program in an archive'],
  [
    'a program in a locked archive',
    zipText('scan.exe', { isEncrypted: true }),
    'high',
    'an archive with a password',
  ],
])('a document that is %s is found by its bytes', (_, content, severity, what) => {
  const [one, ...others] = found(sent(letter({ ...disposition('scan.pdf'), content })))
  expect(one).toContain(`${severity} ${client}`)
  expect(one).toContain(what)
  expect(others).toEqual([])
})

test.each([1, 7, 1_460])('finds it in segments of %i bytes', (size) => {
  expect(found(sent(letter(disposition('invoice.pdf.exe')), size))).toHaveLength(1)
})

test.each([
  ['POP3', 110, ['', '+OK ready\r\n', 'RETR 1\r\n']],
  ['IMAP', 143, ['', '* OK IMAP4 ready\r\n', 'a FETCH 1 BODY[]\r\n']],
])('a mail that is fetched by %s comes from the server, and is low', (_, port, opening) => {
  const says = [...opening, letter(disposition('order.hta'))]
  const script = new TrafficScript().connection(client, `${server}:${port}`, { says })
  expect(found(script).map((one) => one.split(' ', 2))).toEqual([['low', server]])
})

test('a mail that comes from outside is low', () => {
  const script = sent(letter(disposition('invoice.pdf.exe')), 1_460, '203.0.113.9')
  expect(found(script).map((one) => one.split(' ', 2))).toEqual([['low', '203.0.113.9']])
})

test('counts what one sends to the other, and keeps the worst', () => {
  const script = sent(letter(disposition('setup.exe')) + letter(disposition('order.vbs')))
  expect(found(script).at(-1)).toBe(
    'high 10.0.0.8 10.0.0.8 sent 2 mail attachments that run to 10.0.0.25: a script or shortcut, order.vbs (threshold: 1)',
  )
})

test.each([
  ['a document', letter(disposition('report.pdf'))],
  ['a picture in an archive', letter({ ...disposition('a.zip'), content: zipText('a.jpg') })],
  [
    'a locked document',
    letter({ ...disposition('a.zip'), content: zipText('a.docx', { isEncrypted: true }) }),
  ],
  ['a name with the end of a domain', letter(disposition('www.shop.com'))],
  ['a text about programs', letter({ head: 'X: y', content: `${dosProgram}`, encoding: '7bit' })],
  ['text that begins like a program', letter({ ...disposition('a.txt'), content: 'MZ is a mark' })],
])('ordinary: %s', (_, text) => {
  expect(found(sent(text))).toEqual([])
})
