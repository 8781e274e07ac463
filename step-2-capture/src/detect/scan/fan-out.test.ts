import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { fanOut } from './fan-out.ts'

const source = '10.0.0.5'

function reach(count: number, target: (i: number) => string, gapSeconds = 1): TrafficScript {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) script.connection(source, target(i)).wait(gapSeconds)
  return script
}

const machine = (port: number) => (i: number) => `10.0.1.${i}:${port}`
const mailServer = (i: number) => `198.51.${i}.25:25`
const severitiesOf = (script: TrafficScript) =>
  script.settled(fanOut).map(({ kind, severity }) => `${severity} ${kind}`)

test.each([445, 135, 3389, 5985])('log-ons to many machines by port %i are found', (port) => {
  expect(severitiesOf(reach(9, machine(port)))).toEqual([])
  expect(severitiesOf(reach(10, machine(port)))).toEqual(['low lateral_movement'])
  expect(severitiesOf(reach(20, machine(port)))).toEqual(['medium lateral_movement'])
})

test('mail to many servers outside is found', () => {
  expect(severitiesOf(reach(9, mailServer))).toEqual([])
  expect(severitiesOf(reach(20, mailServer))).toEqual(['medium spam'])
})

test('a mail server, which others bring mail to, is no spammer', () => {
  const script = new TrafficScript().connection('198.51.100.7', `${source}:25`)
  for (let i = 1; i <= 100; i++) script.connection(source, mailServer(i)).wait(1)
  expect(severitiesOf(script)).toEqual([])
})

test('a user who works on three servers all day is no intruder', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 300; i++) script.connection(source, `10.0.1.${i % 3}:445`).wait(10)
  expect(severitiesOf(script)).toEqual([])
})

test('an inventory that takes the whole day is no intruder', () => {
  expect(severitiesOf(reach(100, machine(445), 120))).toEqual([])
})

test('browsing many sites is neither', () => {
  expect(severitiesOf(reach(100, (i) => `198.51.${i}.80:443`))).toEqual([])
})
