import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { executableTransfer } from './executable-transfer.ts'

const windows = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(500)}`
const linux = `\x7fELF\x02\x01\x01${'x'.repeat(500)}`

function send(to: string, ...says: string[]) {
  const script = new TrafficScript().connection('10.0.0.5', to, { says })
  return script.detect(executableTransfer)
}

test.each([
  ['a Windows program', windows],
  ['a Linux program', linux],
  ['a Windows program behind its length', `\x00\x02\x00\x00${windows}`],
])('%s over a bare connection is found', (_, program) => {
  const [found] = send('10.0.0.9:4444', 'go', program)
  expect(found).toMatchObject({ severity: 'high', source: '10.0.0.9', target: '10.0.0.5' })
  expect(found?.title).toContain('sent 1 program to 10.0.0.5 over a bare connection to port 4444')
})

test.each([
  ['a download by HTTP', 'GET /setup.exe HTTP/1.1\r\n\r\n', `HTTP/1.1 200 OK\r\n\r\n${windows}`],
  ['text about programs', 'MZ is what they start with', 'This program cannot be run'],
  ['a program in the middle of something else', 'x'.repeat(300), `${'y'.repeat(900)}${windows}`],
])('%s is not', (_, request, answer) => {
  expect(send('10.0.0.9:8080', request, answer)).toEqual([])
})

test('the data connection of an FTP session may carry programs', () => {
  const script = new TrafficScript()
  script.connection('10.0.0.5', '10.0.0.9:21', { says: ['', '220 FTP ready\r\n'], end: 'open' })
  script.connection('10.0.0.5', '10.0.0.9:50123', { says: ['', windows] })
  expect(script.detect(executableTransfer)).toEqual([])
})
