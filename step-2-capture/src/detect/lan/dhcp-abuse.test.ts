import { expect, test } from 'vitest'
import { addressBytes, TrafficScript } from '../../../test/traffic-script.ts'
import { DhcpMessage, dhcpMessage } from '../../simulate/packet-builder/dhcp.ts'
import { dhcpAbuse } from './dhcp-abuse.ts'

const detect = (script: TrafficScript) => script.detect(dhcpAbuse)

interface Ask {
  readonly client: number
  readonly transactionId?: number
  readonly relay?: string
}

function clientMac(client: number): Buffer {
  return Buffer.from([2, 0, 0, client >> 16, (client >> 8) & 255, client & 255])
}

/** A client that wants an address; its frame comes from `mac`. */
function discover(script: TrafficScript, mac: Buffer, { client, transactionId = 1, relay }: Ask) {
  const message = dhcpMessage({
    message: DhcpMessage.discover,
    transactionId,
    clientMac: clientMac(client),
    options: [],
  })
  if (relay) message.set(addressBytes(relay), 24)
  script.udp('0.0.0.0:68', '255.255.255.255:67', message)
  script.records.at(-1)?.bytes.set(mac, 6)
}

function offer(script: TrafficScript, server: string, router: string, transactionId: number) {
  const message = dhcpMessage({
    message: DhcpMessage.offer,
    transactionId,
    clientMac: clientMac(1),
    yourAddress: addressBytes('10.0.0.77'),
    options: [{ code: 3, data: addressBytes(router) }],
  })
  script.udp(`${server}:67`, '255.255.255.255:68', message).wait(0.1)
}

test.each([
  [49, []],
  [50, ['medium dhcp_flood 02:00:00:00:be:ef']],
])('%i messages of one device within ten seconds: %j', (count, expected) => {
  const script = new TrafficScript()
  const mac = Buffer.from('02000000beef', 'hex')
  for (let i = 0; i < count; i++) {
    discover(script, mac, { client: 7 })
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
    discover(script, clientMac(i), { client: i })
    script.wait(0.1)
  }
  expect(detect(script).map(({ severity, kind }) => `${severity} ${kind}`)).toEqual(expected)
})

test('an office that comes to work within an hour is no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    discover(script, clientMac(i), { client: i })
    script.wait(2)
  }
  expect(detect(script)).toEqual([])
})

test('a relay that speaks for a whole building is no attacker', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    discover(script, clientMac(99), { client: i, relay: '10.1.0.1' })
    script.wait(0.02)
  }
  expect(detect(script)).toEqual([])
})

test('a server that offers another way out than the one known before is a rogue', () => {
  const script = new TrafficScript()
  offer(script, '10.0.0.1', '10.0.0.1', 1)
  script.wait(60)
  offer(script, '10.0.0.66', '10.0.0.66', 2)
  expect(detect(script)).toEqual([])
  offer(script, '10.0.0.1', '10.0.0.1', 2)
  const [found, ...more] = detect(script)
  expect(found).toMatchObject({ kind: 'rogue_dhcp', severity: 'high', source: '10.0.0.66' })
  expect(more).toEqual([])
})

test('two servers that share the work and offer the same router are no rogues', () => {
  const script = new TrafficScript()
  for (let transaction = 1; transaction < 20; transaction++) {
    offer(script, '10.0.0.2', '10.0.0.1', transaction)
    offer(script, '10.0.0.3', '10.0.0.1', transaction)
  }
  expect(detect(script)).toEqual([])
})
