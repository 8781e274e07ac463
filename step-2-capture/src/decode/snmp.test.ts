import { expect, test } from 'vitest'
import { snmpMessage } from '../simulate/packet-builder/snmp.ts'
import { Random } from '../simulate/random.ts'
import { SnmpMessage } from './snmp.ts'

const request = (community: string) =>
  snmpMessage({ operation: 'get', requestId: 7, community, bindings: [['1.3.6.1.2.1.1.5.0']] })

function communityOf(message: Uint8Array, length = message.length): string | null {
  const bytes = Buffer.concat([Buffer.from('##'), message, Buffer.from('##')])
  const snmp = new SnmpMessage()
  if (!snmp.parse(bytes, 2, 2 + length)) return null
  return bytes.toString('latin1', snmp.communityStart, snmp.communityEnd)
}

test.each(['public', '', 'x'.repeat(200)])('reads the community name "%s"', (community) => {
  expect(communityOf(request(community))).toBe(community)
})

test.each([
  ['SNMP 1', 0, 'public'],
  ['SNMP 2c', 1, 'public'],
  ['SNMP 3', 3, null],
])('of %s it is %j', (_, version, community) => {
  const message = request('public')
  message[4] = version
  expect(communityOf(message)).toBe(community)
})

test('reads a name that is captured whole, and no other', () => {
  const message = request('public')
  const nameEnd = message.indexOf('public') + 6
  for (let length = 0; length < message.length; length++) {
    expect(communityOf(message, length)).toBe(length < nameEnd ? null : 'public')
  }
})

test('never reads a name beyond the message, whatever a stranger sends', () => {
  const random = new Random('snmp')
  for (let i = 0; i < 5_000; i++) {
    const message = request('public')
    for (let n = 0; n < 2; n++) message[random.integer(0, 14)] = random.integer(0, 255)
    const snmp = new SnmpMessage()
    if (!snmp.parse(message, 0, message.length)) continue
    expect(snmp.communityEnd).toBeLessThanOrEqual(message.length)
    expect(snmp.communityStart).toBeLessThanOrEqual(snmp.communityEnd)
  }
})
