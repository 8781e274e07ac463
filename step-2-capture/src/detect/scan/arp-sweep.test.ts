import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { arpSweep } from './arp-sweep.ts'

const source = { address: '10.0.0.5' }

function ask(script: TrafficScript, address: string, answers = false): void {
  script.arp(1, source, { address })
  if (answers) script.wait(0.001).arp(2, { address }, source)
  script.wait(0.02)
}

function sweep(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) ask(script, `10.0.1.${i}`)
  return script.wait(2)
}

const severitiesOf = (script: TrafficScript) => script.severities(arpSweep)

test.each([
  [9, []],
  [10, ['low']],
  [24, ['low']],
  [25, ['low', 'medium']],
  [40, ['low', 'medium']],
])('%i addresses that no device has are reported as %j', (count, severities) => {
  expect(severitiesOf(sweep(count))).toEqual(severities)
})

test('names the asker, how many, and the packets of the requests', () => {
  const [first] = sweep(10).detect(arpSweep)
  expect(first).toMatchObject({ kind: 'arp_sweep', source: source.address })
  expect(first?.title).toContain('for 10 addresses that no device has in 180 ms (threshold: 10)')
  expect(first?.evidence.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a gateway that asks for hosts that exist is no sweep', () => {
  const script = new TrafficScript()
  for (let i = 1; i <= 200; i++) ask(script, `10.0.1.${i}`, true)
  expect(severitiesOf(script.wait(2))).toEqual([])
})

test('asking again and again for one address that is gone is no sweep', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 100; i++) ask(script, '10.0.1.9')
  expect(severitiesOf(script.wait(2))).toEqual([])
})

test('announcing oneself and probing for a free address is no question', () => {
  const script = new TrafficScript()
  for (let i = 1; i <= 40; i++) {
    const end = { address: `10.0.1.${i}` }
    script.arp(1, end, end).arp(1, { address: '0.0.0.0', mac: '02:00:00:00:00:01' }, end)
  }
  expect(severitiesOf(script.wait(2))).toEqual([])
})
