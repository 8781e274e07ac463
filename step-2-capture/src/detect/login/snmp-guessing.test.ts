import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { snmpGuessing } from './snmp-guessing.ts'

/** A request of SNMP 2c with this community name; what follows it does not matter here. */
function request(community: string, version = 1): Buffer {
  const body = Buffer.concat([
    Buffer.from([2, 1, version, 4, community.length]),
    Buffer.from(community),
    Buffer.from('a019020400000001020100020100300b300906052b060102010500', 'hex'),
  ])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function ask(names: readonly string[], target: (i: number) => string, version = 1) {
  const script = new TrafficScript()
  names.forEach((name, i) => {
    script.udp('10.0.0.5:40000', target(i), request(name, version)).wait(1)
  })
  return script.detect(snmpGuessing)
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `name${i}`)
const device = () => '10.0.0.9:161'

test.each([
  [5, []],
  [6, ['medium']],
])('%i community names on one device within a minute: %j', (count, severities) => {
  expect(ask(numbered(count), device).map(({ severity }) => severity)).toEqual(severities)
})

test('names who guesses, where, the number and the packets', () => {
  const [found] = ask(numbered(6), device)
  expect(found).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9', target_port: 161 })
  expect(found?.title).toContain('tried 6 community names of SNMP on 10.0.0.9')
  expect(found?.evidence).toHaveLength(6)
})

test.each<[string, readonly string[], (i: number) => string, number]>([
  ['a manager that asks one device again and again', new Array(200).fill('public'), device, 1],
  ['a manager with a name for each device', numbered(50), (i) => `10.0.0.${i + 9}:161`, 1],
  ['SNMP 3, which has no such names', numbered(50), device, 3],
])('%s is no guessing', (_, names, target, version) => {
  expect(ask(names, target, version)).toEqual([])
})
