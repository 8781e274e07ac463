import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { rulesOf } from '../../../test/user-rule-script.ts'

test('matches are stated at each doubling and when they pause, and not while nothing comes', () => {
  const detector = rulesOf('alert udp any any -> any any (msg:"own"; content:"evil"; sid:1;)')
  const script = new TrafficScript()
  for (let n = 0; n < 3; n++) script.udp('10.0.0.5:4000', '10.0.0.9:5000', 'evil').wait(1)
  for (let n = 0; n < 100; n++) script.udp('10.0.0.1:4000', '10.0.0.2:5000', 'good').wait(3)
  const counts = script
    .detect(detector)
    .map(({ reasons }) => reasons.find(({ feature }) => feature === 'matches')?.actual)
  expect(counts).toEqual([1, 2, 3])
})
