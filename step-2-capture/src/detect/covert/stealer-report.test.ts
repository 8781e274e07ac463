import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { askOwnAddress, findChat, handIn } from '../../../test/stealer-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { stealerReport } from './stealer-report.ts'

const found = (script: TrafficScript) => script.settled(stealerReport)
const askTimes = (count: number) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) askOwnAddress(script).wait(300)
  return script
}
const asked = (given = {}) => askOwnAddress(new TrafficScript(), given).wait(5)

test('a client that asks for its own address and turns to a chat for programs is found', () => {
  const [stated] = found(findChat(asked()))
  expect(stated).toMatchObject({ kind: 'stealer_report', severity: 'medium', source: '10.0.0.5' })
  expect(stated?.title).toBe(
    '10.0.0.5 asked checkip.dyndns.org for its own address and 5 s later turned to ' +
      'api.telegram.org, 1 time (threshold: 1)',
  )
})

test.each([
  ['a mail', 587],
  ['a file', 21],
])('a program that asks for it and hands in %s outside is found', (what, port) => {
  expect(found(handIn(asked(), port))[0]?.title).toContain(`${what} server outside, 198.51.100.82`)
})

test('a program that asks again before it hands in mail is found', () => {
  expect(found(handIn(askTimes(3)))).toHaveLength(1)
})

test('ordinary: a resolver, which asks for others', () => {
  const script = new TrafficScript()
  lookUp(script, { client: '10.0.0.7', name: 'a.example' })
  const names = ['api.ipify.org', 'api.telegram.org']
  for (const name of names) lookUp(script, { client: '10.0.0.53', name })
  expect(found(script)).toEqual([])
  for (const name of names) lookUp(script, { client: '10.0.0.7', name })
  expect(found(script)).toHaveLength(1)
})

test.each([
  ['a page in a browser asks', handIn(asked({ agent: 'Mozilla/5.0 (X11)' }))],
  ['a page led to it', handIn(asked({ headers: 'Referer: http://a.example/\r\n' }))],
  ['the mail server of the office', handIn(asked(), 587, '10.0.0.25')],
  ['a quarter of an hour later', findChat(asked().wait(900))],
  ['a client that sent mail before', handIn(askOwnAddress(handIn(new TrafficScript())))],
  ['a program that keeps a name up to date', handIn(askTimes(4))],
  ['the chat alone', findChat(new TrafficScript())],
  ['the mail alone', handIn(new TrafficScript())],
  ['another name', findChat(asked({ name: 'www.a.example' }))],
])('ordinary: %s', (_, script) => {
  expect(found(script)).toEqual([])
})
