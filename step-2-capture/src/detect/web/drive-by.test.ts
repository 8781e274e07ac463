import { expect, test } from 'vitest'
import { startSeconds, TrafficScript } from '../../../test/traffic-script.ts'
import { driveBy } from './drive-by.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
const browser = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0'
const java = 'Mozilla/4.0 (Windows 7 6.1) Java/1.7.0_13'

interface Answer {
  readonly type: string
  readonly agent?: string
  readonly target?: string
  readonly from?: string
  readonly length?: number
}

/** Answers of a server, a second apart, each to a request of its own. */
function visit(...answers: readonly Answer[]) {
  const script = new TrafficScript()
  for (const { type, agent = browser, target = '/x', from = server, length = 40_000 } of answers) {
    const head = `Content-Type: ${type}\r\nContent-Length: ${length}`
    const request = `GET ${target} HTTP/1.1\r\nHost: a\r\nUser-Agent: ${agent}\r\n\r\n`
    const says = [request, `HTTP/1.1 200 OK\r\n${head}\r\n\r\nbody`]
    script.connection(client, `${from}:80`, { says }).wait(1)
  }
  return script.detect(driveBy)
}

const [flash, pdf] = [{ type: 'application/x-shockwave-flash' }, { type: 'application/pdf' }]
const archive = { type: 'application/java-archive', agent: java }
const data = { type: 'application/octet-stream' }

test.each<[string, readonly Answer[]]>([
  ['two plug-ins, and data', [flash, pdf, data]],
  ['Flash alone, and a program by its type', [flash, { type: 'application/x-msdownload' }]],
  ['Java alone, and data by Java', [archive, { ...data, agent: java }]],
  [
    'Silverlight alone, and a program by an agent of its own',
    [
      { type: 'application/x-silverlight-app' },
      { type: 'application/x-msdownload', agent: 'WinHttp.WinHttpRequest.5', target: '/1.mp3' },
    ],
  ],
])('%s are stated of the server', (_, answers) => {
  expect(visit(...answers)).toMatchObject([
    { kind: 'drive_by_download', severity: 'high', source: server, target: client },
  ])
})

test.each<[string, readonly Answer[]]>([
  ['data without contents for a plug-in', [{ type: 'text/html' }, data]],
  ['data before the contents', [data, flash, pdf]],
  ['a video beside its player', [flash, data]],
  ['a download that bears its name', [flash, pdf, { ...data, target: '/setup.exe?v=2' }]],
  [
    'a program beside a film that bears its name',
    [flash, { type: 'application/x-msdownload', target: '/a.exe' }],
  ],
  ['a few bytes', [flash, pdf, { ...data, length: 43 }]],
  ['contents and data of two servers', [flash, pdf, { ...data, from: '198.51.100.8' }]],
  ['a program of Java that loads its parts', [archive, { ...archive, target: '/b.jar' }]],
])('%s is not', (_, answers) => {
  expect(visit(...answers)).toEqual([])
})

const page = { type: 'text/html' }

test.each<[string, readonly Answer[], number]>([
  ['the page of its server that led to it', [page, page, flash, pdf, data], 0],
  [
    'its contents, where their server is known for long',
    [page, ...waits(70), flash, pdf, data],
    71,
  ],
])('it begins with %s', (_, answers, seconds) => {
  const [found] = visit(...answers)
  expect(Math.round((found?.first_seen_epoch ?? 0) - startSeconds)).toBe(seconds)
})

/** Seconds in which the client reads another page. */
function waits(count: number): Answer[] {
  return new Array(count).fill({ ...page, from: '198.51.100.8' })
}
