import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { tcpFlood } from './tcp-flood.ts'

const { syn, fin, psh, urg, ack, rst } = TcpFlag
const service = '10.0.0.9:80'
const forged = (i: number) => `93.${i % 251}.${(i * 7) % 250}.${(i * 13) % 250}`

function flood(count: number, flags: number, source: (i: number) => string): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const client = script.client(source(i))
    script.tcp(client, service, flags).wait(0.005)
  }
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(tcpFlood).map((found) => found.severity)

test.each([
  ['ACK', ack],
  ['ACK and PSH', ack | psh],
  ['RST', rst],
  ['FIN', fin],
  ['FIN, PSH and URG', fin | psh | urg],
])('stray segments with %s are a flood from the two hundredth on', (_, flags) => {
  expect(severitiesOf(flood(199, flags, () => '10.0.0.5'))).toEqual([])
  expect(severitiesOf(flood(200, flags, () => '10.0.0.5'))).toEqual(['medium'])
})

test('names the source, the service, the numbers and the packets', () => {
  const [found] = flood(200, ack, () => '10.0.0.5').detect(tcpFlood)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 80 })
  expect(found?.title).toContain('10.0.0.9:80 got 200 segments that belong to no connection')
  expect(found?.evidence).toHaveLength(16)
})

test('names the MAC address behind forged addresses', () => {
  const script = flood(300, ack, forged)
  for (const { bytes } of script.records) bytes.set(Buffer.from('0200deadbeef', 'hex'), 6)
  const [found] = script.detect(tcpFlood)
  expect(found).toMatchObject({ source: '02:00:de:ad:be:ef', target: '10.0.0.9' })
})

test('segments that are answered with a reset count like those that are ignored', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 200; i++) {
    const client = script.client('10.0.0.5')
    script.tcp(client, service, ack).tcp(service, client, rst).wait(0.005)
  }
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('a busy server whose connections began before the capture is not flooded', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 1000; i++) {
    const client = script.client(forged(i))
    script.tcp(client, service, ack | psh, { payload: 'more' }).wait(0.001)
    script.tcp(service, client, ack | psh, { payload: 'here' }).wait(0.001)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('connections of which the capture holds one direction are no flood', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    const client = script.client(forged(i))
    for (let part = 0; part < 4; part++) script.tcp(client, service, ack, { payload: 'more' })
    script.wait(0.001)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('a capture that was filtered down to its requests is no flood', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    const payload = `GET /${i} HTTP/1.1\r\nHost: a\r\n\r\n`
    script.tcp(script.client('10.0.0.5'), service, ack | psh, { payload }).wait(0.005)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('connections that are opened properly are left to the SYN flood', () => {
  expect(severitiesOf(flood(1000, syn, () => '10.0.0.5'))).toEqual([])
})

test('a scan of a thousand ports with ACK is no flood of any of them', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 1000; port++) script.tcp('10.0.0.5:4000', `10.0.0.9:${port}`, ack)
  expect(severitiesOf(script)).toEqual([])
})
