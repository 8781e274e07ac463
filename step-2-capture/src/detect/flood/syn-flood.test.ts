import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { synFlood } from './syn-flood.ts'

const service = '10.0.0.9:80'

function flood(count: number, source: (i: number) => string, perSecond = 1000): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.ignored(source(i), service).wait(1 / perSecond)
  return script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
}

const oneSource = () => '10.0.0.5'
const forged = (i: number) => `93.${i % 251}.${(i * 7) % 250}.${(i * 13) % 250}`

test.each([
  [199, []],
  [200, ['medium']],
  [1600, ['medium', 'medium', 'medium', 'high']],
])('%i handshakes that are not completed are reported as %j', (count, severities) => {
  const found = flood(count, oneSource).detect(synFlood)
  expect(found.map((detection) => detection.severity)).toEqual(severities)
})

test('names the source when there is one', () => {
  const [first] = flood(200, oneSource).detect(synFlood)
  expect(first).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 80 })
  expect(first?.title).toMatch(/^10\.0\.0\.9:80 got 200 handshakes in 199 ms that were never/)
})

test('names the MAC address behind forged addresses', () => {
  const script = new TrafficScript()
  const mac = Buffer.from('0200deadbeef', 'hex')
  for (let i = 0; i < 400; i++) {
    script.ignored(forged(i), service).wait(0.001)
    script.records.at(-1)?.bytes.set(mac, 6)
  }
  script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
  const [first] = script.detect(synFlood)
  expect(first?.source).toBe('02:00:de:ad:be:ef')
  expect(first?.title).toContain('addresses, probably forged')
})

test('counts half-open connections whose last ACK never comes', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 200; i++) {
    const client = script.client('10.0.0.5')
    script.tcp(client, service, 2).tcp(service, client, 18).wait(0.002)
  }
  script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
  expect(script.detect(synFlood)).toHaveLength(1)
})

test('a busy server that completes its handshakes is not flooded', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 1000; i++) script.connection(forged(i), service).wait(0.001)
  expect(script.detect(synFlood)).toEqual([])
})

test('clients that keep trying a service that is down, at their typical pace, are no flood', () => {
  const script = flood(400, oneSource, 10)
  expect(script.detect(synFlood)).toEqual([])
})

test('a scan of a thousand ports is no flood of any of them', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 1000; port++) script.refused('10.0.0.5', `10.0.0.9:${port}`)
  expect(script.detect(synFlood)).toEqual([])
})

/** Handshakes within a tenth of a second that are answered; the capture ends with them. */
function halfOpen(count: number, script = new TrafficScript()): TrafficScript {
  for (let i = 0; i < count; i++) {
    const client = `${forged(i)}:40000`
    script.tcp(client, service, 2).tcp(service, client, 18).wait(0.0002)
  }
  return script
}

test.each([
  [199, 0],
  [200, 1],
])('%i handshakes that are half open when the capture ends make %i findings', (count, findings) => {
  expect(halfOpen(count).detect(synFlood)).toHaveLength(findings)
})

test('a server that completed as many is not flooded when the capture ends', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 201; i++) script.connection(`10.3.0.${i}`, service, { end: 'open' })
  expect(halfOpen(200, script).detect(synFlood)).toEqual([])
})
