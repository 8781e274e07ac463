import { expect, test } from 'vitest'
import { discover, macBytes, offer } from '../../../test/lan-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { dhcpAbuse } from './dhcp-abuse.ts'

const detect = (script: TrafficScript) => script.detect(dhcpAbuse)

test.each([
  [49, []],
  [50, ['medium dhcp_flood 02:00:00:00:be:ef']],
])('%i messages of one device within ten seconds: %j', (count, expected) => {
  const script = new TrafficScript()
  const mac = Buffer.from('02000000beef', 'hex')
  for (let i = 0; i < count; i++) {
    discover(script, { client: 7, sender: mac })
    script.wait(0.1)
  }
  expect(detect(script).map((d) => `${d.severity} ${d.kind} ${d.source}`)).toEqual(expected)
})

test.each([
  [49, []],
  [50, ['medium dhcp_starvation']],
])('%i clients that ask within ten seconds: %j', (count, expected) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    discover(script, { client: i })
    script.wait(0.1)
  }
  expect(detect(script).map(({ severity, kind }) => `${severity} ${kind}`)).toEqual(expected)
})

test('an office that comes to work within an hour is no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    discover(script, { client: i })
    script.wait(2)
  }
  expect(detect(script)).toEqual([])
})

test('a relay that speaks for a whole building is no attacker', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    discover(script, { client: i, sender: macBytes(99), relay: '10.1.0.1' })
    script.wait(0.02)
  }
  expect(detect(script)).toEqual([])
})

test('a server that offers another way out than the one known before is a rogue', () => {
  const script = new TrafficScript()
  offer(script, { server: '10.0.0.1', router: '10.0.0.1', transactionId: 1 })
  script.wait(60)
  offer(script, { server: '10.0.0.66', router: '10.0.0.66', transactionId: 2 })
  expect(detect(script)).toEqual([])
  offer(script, { server: '10.0.0.1', router: '10.0.0.1', transactionId: 2 })
  const [found, ...more] = detect(script)
  expect(found).toMatchObject({ kind: 'rogue_dhcp', severity: 'high', source: '10.0.0.66' })
  expect(more).toEqual([])
})

test('of two servers the one whose address was in use before is no rogue, whichever offers first', () => {
  const script = new TrafficScript().ping('10.0.0.20', '10.0.0.1', 8).wait(60)
  offer(script, { server: '10.0.0.66', router: '10.0.0.66', transactionId: 2 })
  offer(script, { server: '10.0.0.1', router: '10.0.0.1', transactionId: 2 })
  expect(detect(script).map(({ source }) => source)).toEqual(['10.0.0.66'])
})

test('two servers that share the work and offer the same router are no rogues', () => {
  const script = new TrafficScript()
  for (let transaction = 1; transaction < 20; transaction++) {
    offer(script, { server: '10.0.0.2', router: '10.0.0.1', transactionId: transaction })
    offer(script, { server: '10.0.0.3', router: '10.0.0.1', transactionId: transaction })
  }
  expect(detect(script)).toEqual([])
})
