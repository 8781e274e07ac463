import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { telephoneAbuse } from './telephone-abuse.ts'

const [caller, server] = ['203.0.113.9:5071', '10.0.0.20:5060']

interface Call {
  readonly method?: string
  readonly user?: string
  readonly status?: number
  readonly hasPassword?: boolean
}

/** A request and its answer. */
function call(script: TrafficScript, { method = 'REGISTER', user = '100', ...rest }: Call): void {
  const { status = 200, hasPassword = false } = rest
  const fields = `CSeq: 1 ${method}\r\n`
  const password = hasPassword ? 'Authorization: Digest username="100"\r\n' : ''
  script.udp(caller, server, `${method} sip:${user}@10.0.0.20 SIP/2.0\r\n${password}${fields}\r\n`)
  script.wait(0.1).udp(server, caller, `SIP/2.0 ${status} X\r\n${fields}\r\n`)
}

function calls(count: number, callOf: (i: number) => Call) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) call(script, callOf(i))
  return script.detect(telephoneAbuse)
}

const refused = { status: 401, hasPassword: true }

test.each<[string, (i: number) => Call]>([
  ['passwords that are asked for again', () => refused],
  ['passwords that are forbidden', () => ({ status: 403, hasPassword: true })],
  ['extensions that do not exist', (i) => ({ user: `${100 + i}`, status: 404 })],
])('ten %s are guessing', (_, callOf) => {
  expect(calls(9, callOf)).toEqual([])
  expect(calls(10, callOf)).toMatchObject([
    { kind: 'sip_guessing', severity: 'medium', source: '203.0.113.9', target: '10.0.0.20' },
  ])
})

test('a telephone that is asked once for each login is not guessing', () => {
  expect(calls(60, (i) => (i % 2 === 0 ? { status: 401 } : { hasPassword: true }))).toEqual([])
})

test('one number behind four prefixes is fraud, and four numbers are none', () => {
  const prefixes = ['00', '900', '9011', '+']
  const dial = (user: (i: number) => string) =>
    calls(4, (i) => ({ method: 'INVITE', user: user(i) }))
  const [found] = dial((i) => `${prefixes[i]}441970123456`)
  expect(found).toMatchObject({ kind: 'toll_fraud', severity: 'high', source: '203.0.113.9' })
  expect(found?.title).toContain('one number behind 4 prefixes')
  expect(dial((i) => `${prefixes[i]}44197012345${i}`)).toEqual([])
})

test('five hundred calls within a minute are a flood', () => {
  const flood = (count: number) => calls(count, () => ({ method: 'INVITE', user: 'anna' }))
  expect(flood(499)).toEqual([])
  expect(flood(500)).toMatchObject([{ kind: 'call_flood', severity: 'medium' }])
})
