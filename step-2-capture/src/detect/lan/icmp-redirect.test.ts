import { expect, test } from 'vitest'
import { redirect } from '../../../test/lan-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { icmpRedirect } from './icmp-redirect.ts'

const [attacker, gatewayDevice] = [0x66, 0x01]

/** Which devices have which addresses. */
function learned(): TrafficScript {
  const script = new TrafficScript()
  const victim = { address: '10.0.0.9' }
  script.arp(1, { address: '10.0.0.66', mac: '02:00:00:00:00:66' }, victim)
  return script.arp(1, { address: '10.0.0.1', mac: '02:00:00:00:00:01' }, victim)
}

test("a redirect to its own sender in the gateway's name is reported", () => {
  const [found] = redirect(learned(), {
    from: '10.0.0.1',
    sender: attacker,
    gateway: '10.0.0.66',
  }).detect(icmpRedirect)
  expect(found).toMatchObject({ severity: 'high', source: '10.0.0.66', target: '10.0.0.9' })
  expect(found?.title).toContain('1 redirect to itself in the name of 10.0.0.1')
})

test.each([
  ['a gateway that names another device', '10.0.0.1', gatewayDevice, '10.0.0.2'],
  ['a device whose address is unknown', '10.0.0.1', 0x77, '10.0.0.66'],
  ['a device without an address', '0.0.0.0', attacker, '10.0.0.66'],
  ['a gateway that names itself', '10.0.0.1', gatewayDevice, '10.0.0.1'],
])('%s is left alone', (_, from, sender, gateway) => {
  expect(redirect(learned(), { from, sender, gateway }).detect(icmpRedirect)).toEqual([])
})
