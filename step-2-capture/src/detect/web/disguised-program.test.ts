import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { disguisedProgram } from './disguised-program.ts'

const windows = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(500)}`
const linux = `\x7fELF\x02\x01\x01${'x'.repeat(500)}`

/** The same program under a key of four bytes. */
const encoded = Array.from(windows, (letter, i) =>
  String.fromCharCode(letter.charCodeAt(0) ^ 'k\x81V3'.charCodeAt(i % 4)),
).join('')

const powerShell = 'Mozilla/5.0 (Windows NT; Windows NT 10.0) WindowsPowerShell/5.1'
const browser = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0'

const fromPage = 'Referer: http://site.example/\r\n'

interface Download {
  readonly path: string
  readonly host?: string
  readonly agent?: string
  readonly type?: string | null
  readonly to?: string
  readonly body?: string
  readonly isApart?: boolean
  readonly headers?: string
  readonly disposition?: string
}

function fetch(download: Download) {
  const { path, host = 'site.example', agent = browser, isApart = false, body = windows } = download
  const { type = 'application/octet-stream', to = '198.51.100.7:80', headers = '' } = download
  const typed = type === null ? '' : `Content-Type: ${type}\r\n`
  const named = download.disposition ? `Content-Disposition: ${download.disposition}\r\n` : ''
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${agent}\r\n${headers}\r\n`
  const head = `HTTP/1.1 200 OK\r\n${typed}${named}\r\n`
  const says = isApart ? [request, head, '', body] : [request, `${head}${body}`]
  const script = new TrafficScript().connection('10.0.0.5', to, { says })
  return script.detect(disguisedProgram).map(({ severity }) => severity)
}

test.each<[string, Download, string]>([
  ['under the name of a picture', { path: '/a/table.png' }, 'high'],
  ['under the name of a picture, with its head apart', { path: '/a.gif', isApart: true }, 'high'],
  ['as the type of a text', { path: '/x/81', type: 'text/html; charset=utf-8' }, 'high'],
  ['from a folder of a site', { path: '/assets/gDR/' }, 'medium'],
  ['from a script that no page led to', { path: '/load?file=a.exe' }, 'medium'],
  ['by a command-line tool', { path: '/tools/a.exe', agent: 'curl/8.5.0' }, 'medium'],
  [
    'by a macro',
    { path: '/a.exe', agent: 'Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)' },
    'medium',
  ],
  [
    'by a call for downloads',
    { path: '/a.exe', agent: 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64)' },
    'medium',
  ],
  ['in a chunk', { path: '/a.png', body: `${windows.length.toString(16)}\r\n${windows}` }, 'high'],
  ['for a page and without a name', { path: '/get.php?n=7', headers: fromPage }, 'medium'],
  [
    'for a page, to be shown in it',
    { path: '/v/42', headers: fromPage, disposition: 'inline; filename=7.exe' },
    'medium',
  ],
  [
    'for a page inside, without a name',
    { path: '/v/42', host: 'wiki', to: '10.0.0.9:80', headers: fromPage },
    'medium',
  ],
  ['encoded with a key', { path: '/setup.exe', body: encoded }, 'high'],
  ['encoded with a key, of no type', { path: '/a.exe', type: null, body: encoded }, 'high'],
  ['encoded with a key, for a page', { path: '/x/9', headers: fromPage, body: encoded }, 'high'],
  ['by a script of Windows', { path: '/a.ps1', agent: powerShell }, 'medium'],
  ['from a bare address', { path: '/mirai.arm7', host: '198.51.100.7', body: linux }, 'medium'],
])('a program %s is found', (_, download, severity) => {
  expect(fetch(download)).toEqual([severity])
})

test.each<[string, Download]>([
  ['a program from a site with a name', { path: '/setup.exe' }],
  ['the same with its head apart', { path: '/firmware', isApart: true, body: linux }],
  ['the firmware of a device, from a folder', { path: '/firmware/', body: linux }],
  ['a package of Linux by a command-line tool', { path: '/a.deb', agent: 'Wget/1.21', body: '' }],
  ['an update of a program that gives its name', { path: '/a.exe', agent: 'Updater/2.1' }],
  ['a program inside by one', { path: '/a.exe', to: '10.0.0.9:80', agent: 'curl/8.5.0' }],
  ['a program by the script of a page', { path: '/get?a.exe', headers: 'Referer: http://a/\r\n' }],
  [
    'a program that its answer names to be kept',
    { path: '/get.php?n=7', headers: fromPage, disposition: 'attachment; filename="setup.exe"' },
  ],
  [
    'a program from a server inside that no page led to',
    { path: '/get?n=7', host: 'wiki', to: '10.0.0.9:80' },
  ],
  ['firmware for a page, without a name', { path: '/get?n=7', headers: fromPage, body: linux }],
  ['a program for an updater', { path: '/get?n=7', headers: fromPage, agent: 'Updater/2.1' }],
  ['an archive for a page', { path: '/get?n=7', headers: fromPage, body: `PK\x03\x04${windows}` }],
  ['data under the key alone', { path: '/a.db', body: 'k\x81V3'.repeat(200) }],
  ['a picture', { path: '/a.png', type: 'image/png', body: '\x89PNG...' }],
  ['a text that begins with MZ', { path: '/a.txt', body: `MZ is a mark. ${'x'.repeat(500)}` }],
  ['a program from a server inside', { path: '/a.exe', host: '10.0.0.9', to: '10.0.0.9:80' }],
  [
    'an update of Windows from a cache',
    { path: '/a.exe', host: '198.51.100.7', agent: 'Microsoft-Delivery-Optimization/10.0' },
  ],
])('%s is not', (_, download) => {
  expect(fetch(download)).toEqual([])
})

test('names the receiver, the server and the packet', () => {
  const says = [
    'GET /a.png HTTP/1.1\r\nHost: a\r\n\r\n',
    `HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n${windows}`,
  ]
  const script = new TrafficScript().connection('10.0.0.5', '198.51.100.7:80', { says })
  const [found] = script.detect(disguisedProgram)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '198.51.100.7', target_port: 80 })
  expect(found?.title).toContain(
    'downloaded a Windows program under the name of a picture or text from',
  )
  expect(found?.evidence).toHaveLength(1)
})
