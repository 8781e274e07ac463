import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { portScan } from './port-scan.ts'

const manyHosts = (count: number, from: string, network: string, port: number) => {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) script.ignored(from, `${network}.${i}:${port}`).wait(0.5)
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

test.each([
  ['shares looked for from outside', '203.0.113.9', '10.0.1', 445, 'medium'],
  ['shares looked for outside', '10.0.0.5', '203.0.113', 445, 'medium'],
  ['desktops looked for outside', '10.0.0.5', '203.0.113', 3389, 'medium'],
  ['shares looked for inside', '10.0.0.5', '10.0.1', 445, 'low'],
  ['another service outside', '10.0.0.5', '203.0.113', 8883, 'low'],
] as const)(
  'seven hosts: %s (from %s, to %s, port %i) are of %s severity',
  (_, from, network, port, severity) => {
    expect(manyHosts(7, from, network, port).severities(portScan)).toEqual([severity])
  },
)

test('five hosts outside whose shares do not answer are no scan', () => {
  expect(manyHosts(5, '10.0.0.5', '203.0.113', 445).severities(portScan)).toEqual([])
})
