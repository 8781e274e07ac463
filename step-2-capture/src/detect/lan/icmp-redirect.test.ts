import { expect, test } from 'vitest'
import { addressBytes, TrafficScript } from '../../../test/traffic-script.ts'
import { EtherType } from '../../simulate/packet-builder/ethernet.ts'
import { ipv4Packet } from '../../simulate/packet-builder/ipv4.ts'
import { icmpRedirect } from './icmp-redirect.ts'

const mac = (hex: string) => Buffer.from(hex, 'hex')
const [attackerMac, gatewayMac] = ['020000000066', '020000000001']

/** A redirect from an address, sent by a device, to a better gateway. */
function redirect(script: TrafficScript, from: string, senderMac: string, gateway: string) {
  const message = Buffer.concat([
    Buffer.from([5, 1, 0, 0]),
    addressBytes(gateway),
    Buffer.alloc(28, 0x45),
  ])
  const header = {
    source: addressBytes(from),
    destination: addressBytes('10.0.0.9'),
    protocol: 1,
    timeToLive: 64,
    identification: 1,
  }
  const packet = ipv4Packet(header, message)
  return script.ethernet(mac(senderMac), mac('020000000009'), EtherType.ipv4, packet)
}

function learned(): TrafficScript {
  const script = new TrafficScript()
  const victim = { address: '10.0.0.9' }
  script.arp(1, { address: '10.0.0.66', mac: '02:00:00:00:00:66' }, victim)
  return script.arp(1, { address: '10.0.0.1', mac: '02:00:00:00:00:01' }, victim)
}

test("a redirect to its own sender in the gateway's name is told", () => {
  const [found] = redirect(learned(), '10.0.0.1', attackerMac, '10.0.0.66').detect(icmpRedirect)
  expect(found).toMatchObject({ severity: 'high', source: '10.0.0.66', target: '10.0.0.9' })
  expect(found?.title).toContain('1 redirect to itself in the name of 10.0.0.1')
})

test.each([
  ['a gateway that names another device', '10.0.0.1', gatewayMac, '10.0.0.2'],
  ['a device of which nobody knows the address', '10.0.0.1', '020000000077', '10.0.0.66'],
  ["a device that speaks in nobody's name", '0.0.0.0', attackerMac, '10.0.0.66'],
  ['a gateway that names itself', '10.0.0.1', gatewayMac, '10.0.0.1'],
])('%s is left alone', (_, from, sender, gateway) => {
  expect(redirect(learned(), from, sender, gateway).detect(icmpRedirect)).toEqual([])
})
