import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { slowHttp } from './slow-http.ts'

const server = '10.0.0.9:80'
const begun = 'GET / HTTP/1.1\r\nHost: a\r\n'

/** Opens connections that begin a request, and lets them hang. */
function hold(count: number, request = begun, answer = ''): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection('10.0.0.5', server, { says: [request, answer], end: 'open' }).wait(0.01)
  }
  for (let second = 0; second < 30; second++) script.wait(1).udp('10.0.9.1:1', '10.0.9.2:2')
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(slowHttp).map((found) => found.severity)

test.each([
  [19, []],
  [20, ['medium']],
])('%i requests that are never finished are reported as %j', (count, severities) => {
  expect(severitiesOf(hold(count))).toEqual(severities)
})

test('hundreds of them are of high severity', () => {
  expect(severitiesOf(hold(500))).toContain('high')
})

test('names the client, the server and the packets', () => {
  const [found] = hold(20).detect(slowHttp)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 80 })
  expect(found?.evidence).toHaveLength(16)
})

test('requests that are whole and wait for a slow server are no attack', () => {
  expect(severitiesOf(hold(100, `${begun}\r\n`))).toEqual([])
})

test('requests that the server has answered are no attack', () => {
  expect(severitiesOf(hold(100, begun, 'HTTP/1.1 400 Bad Request\r\n\r\n'))).toEqual([])
})

test('a head that comes in two segments is finished with the second', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 100; i++) {
    const says = [begun, '', 'Accept: */*\r\n\r\n']
    script.connection('10.0.0.5', server, { says, end: 'open' }).wait(0.01)
  }
  for (let second = 0; second < 30; second++) script.wait(1).udp('10.0.9.1:1', '10.0.9.2:2')
  expect(severitiesOf(script)).toEqual([])
})

/** Sends a head, and then that many bytes of its body every five seconds. */
function upload(count: number, bytesAtATime: number): TrafficScript {
  const script = new TrafficScript()
  const head = `POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n`
  const clients = Array.from({ length: count }, (_, i) => `10.0.0.5:${40_001 + i}`)
  for (const client of clients) script.connection(client, server, { says: [head], end: 'open' })
  for (let turn = 1; turn <= 6; turn++) {
    script.wait(5)
    for (const client of clients) {
      const sequence = 1001 + head.length + (turn - 1) * bytesAtATime
      script.tcp(client, server, 24, { sequence, payload: 'x'.repeat(bytesAtATime) })
    }
  }
  return script
}

test.each([
  ['bodies that come letter by letter', 20, 5, ['medium']],
  ['fewer of them', 19, 5, []],
  ['bodies that come at the pace of a bad line', 20, 2800, []],
  ['bodies of which nothing was captured', 20, 0, []],
])('%s: %i of %i bytes at a time', (_, count, bytes, severities) => {
  expect(severitiesOf(upload(count, bytes))).toEqual(severities)
})

/** Asks for pages of 100 kB, of which that much comes at once and then that much a second. */
function readSlowly(count: number, { atOnce = 600, aSecond = 5 } = {}): TrafficScript {
  const script = new TrafficScript()
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'
  const clients = Array.from({ length: count }, (_, i) => `10.0.0.5:${40_001 + i}`)
  for (const client of clients) {
    const says = [`${begun}\r\n`, `${head}${'x'.repeat(atOnce)}`]
    script.connection(client, server, { says, end: 'open' }).wait(0.01)
  }
  for (let second = 0; second < 30; second++) {
    script.wait(1)
    for (const client of clients) {
      const sequence = 5001 + head.length + atOnce + second * aSecond
      const payload = 'x'.repeat(aSecond)
      script.tcp(server, client, TcpFlag.ack, { sequence, acknowledgement: 1030, payload })
    }
  }
  return script
}

test.each([
  [19, []],
  [20, ['medium']],
])('%i answers that are asked for and not read are reported as %j', (count, severities) => {
  const script = readSlowly(count)
  expect(severitiesOf(script)).toEqual(severities)
  if (count === 20) expect(script.detect(slowHttp)[0]?.title).toContain('20 unread answers')
})

test.each([
  ['at the pace of a line', { aSecond: 400 }],
  ['that came for the most part', { atOnce: 60_000 }],
])('answers %s are read', (_, pace) => {
  expect(severitiesOf(readSlowly(40, pace))).toEqual([])
})
