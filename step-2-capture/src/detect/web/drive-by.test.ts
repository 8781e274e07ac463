import { expect, test } from 'vitest'
import { startSeconds, TrafficScript } from '../../../test/traffic-script.ts'
import { Random } from '../../simulate/random.ts'
import { driveBy } from './drive-by.ts'
import { agentCountMax } from './page-readers.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
const browser = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0'
const java = 'Mozilla/4.0 (Windows 7 6.1) Java/1.7.0_13'

interface Answer {
  readonly type: string
  readonly agent?: string
  readonly target?: string
  readonly from?: string
  /** Not given for a stream. */
  readonly length?: number | null
  readonly referer?: string
  readonly host?: string
  readonly body?: string
  readonly method?: string
  /** The head has a packet of its own. */
  readonly isApart?: boolean
}

/** Answers of a server, a second apart, each to a request of its own. */
function visit(...answers: readonly Answer[]) {
  const script = new TrafficScript()
  for (const answer of answers) {
    const { type, agent = browser, target = '/x', from = server, length = 40_000 } = answer
    const { referer, host = 'a', body = 'body', method = 'GET', isApart = false } = answer
    const sized = length === null ? '' : `\r\nContent-Length: ${length}`
    const head = `Content-Type: ${type}${sized}`
    const led = referer === undefined ? '' : `Referer: ${referer}\r\n`
    const named = agent === '' ? '' : `User-Agent: ${agent}\r\n`
    const request = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${named}${led}\r\n`
    const answerHead = `HTTP/1.1 200 OK\r\n${head}\r\n\r\n`
    const says = [request, ...(isApart ? [answerHead, '', body] : [answerHead + body])]
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

const shell = 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/5.0)'
const encrypted = new Random('payload').bytes(1_000).toString('latin1')
const program = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(500)}`
const payload = { ...data, body: encrypted }

test.each<[string, readonly Answer[], string]>([
  ['no name, encrypted', [page, { ...payload, agent: '' }], 'medium'],
  ['the name of another browser, encrypted', [page, { ...payload, agent: shell }], 'medium'],
  ['the name of a script', [page, { ...payload, agent: 'WinHttp.WinHttpRequest.5' }], 'medium'],
  ['no name, behind its head', [page, { ...payload, agent: '', isApart: true }], 'medium'],
  ['no name, in clear', [page, { ...payload, agent: '', body: program }], 'medium'],
  ['another name behind Flash', [page, flash, { ...payload, agent: shell }], 'high'],
])(
  'a program that a page makes another agent ask for, by %s, is stated',
  (_, answers, severity) => {
    const found = visit(...answers)
    expect(found).toMatchObject([{ kind: 'drive_by_download', severity, source: server }])
  },
)

test('names the page, and the time since it', () => {
  const [found] = visit(page, ...waits(3), { ...payload, agent: '' })
  expect(found?.title).toBe(
    `${server} gave ${client} a page, and then another agent data that may be a program, ` +
      'within 4 s (at most 120 s)',
  )
})

const sound = { ...payload, body: `OggS${encrypted}` }

test.each<[string, readonly Answer[]]>([
  ['what the reader of the page asks for', [page, payload]],
  ['what no page came before', [{ ...payload, agent: '' }]],
  ['what comes long after the page', [page, ...waits(121), { ...payload, agent: '' }]],
  ['what is answered to data', [page, { ...payload, agent: '', method: 'POST' }]],
  [
    'what no browser read a page of',
    [
      { ...page, agent: 'Updater/2' },
      { ...payload, agent: '' },
    ],
  ],
  ['what another site of the server gives', [page, { ...payload, agent: '', host: 'b' }]],
  [
    'what a page led the other browser to',
    [page, { ...payload, agent: shell, referer: 'http://a/' }],
  ],
  [
    'what a second reader asks for',
    [page, { ...page, agent: shell }, { ...payload, agent: shell }],
  ],
  ['an update of a program that gives its name', [page, { ...payload, agent: 'Updater/2.1' }]],
  ['a part of a game by name', [page, { ...payload, agent: '', target: '/level7.dat' }]],
  ['sounds for a game', [page, { ...sound, agent: '' }]],
  ['a stream', [page, { ...payload, agent: '', length: null }]],
  [
    'what a camera inside sends to its viewer',
    [page, { ...payload, agent: '' }].map((one) => ({ ...one, from: '10.0.0.9' })),
  ],
  ['a text', [page, { ...payload, agent: '', body: 'key = value\n'.repeat(60) }]],
  ['a few encrypted bytes', [page, { ...payload, agent: '', length: 900 }]],
  ['a picture for an advertisement', [page, { ...payload, type: 'image/gif', agent: '' }]],
  ['a film by another agent beside its player', [page, flash, { ...sound, agent: shell }]],
])('%s is no program of a page', (_, answers) => {
  expect(visit(...answers)).toEqual([])
})

test('a client with more agents than the limit has no stranger', () => {
  const agents = ['b/1', 'b/2', 'b/3'].map((agent) => ({ ...page, agent: `Mozilla/5.0 ${agent}` }))
  expect(agents).toHaveLength(agentCountMax - 1)
  expect(visit(page, ...agents, { ...payload, agent: '' })).toEqual([])
  expect(visit(page, ...agents.slice(1), { ...payload, agent: '' })).toHaveLength(1)
})
