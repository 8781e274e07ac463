import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { mailUserGuessing } from './mail-user-guessing.ts'

const greeting = ['', '220 mx.corp.example ESMTP\r\n', 'EHLO probe\r\n', '250 mx.corp.example\r\n']
const unknown = '550 5.1.1 User unknown\r\n'
const taken = '250 2.1.5 Ok\r\n'
const range = (count: number) => Array.from({ length: count }, (_, i) => i)

/** One session with these commands and answers after the greeting. */
function session(...lines: readonly string[]): TrafficScript {
  const says = [...greeting, ...lines]
  return new TrafficScript().connection('10.0.0.8', '10.0.0.25:2525', { says })
}
const severitiesOf = (script: TrafficScript) =>
  script.settled(mailUserGuessing).map(({ severity, source }) => `${severity} ${source}`)

test.each([
  ['VRFY', 9, 0],
  ['VRFY', 10, 1],
  ['EXPN', 10, 1],
  ['vrfy', 10, 1],
])('%s for %i users makes %i findings', (command, count, findings) => {
  const lines = range(count).flatMap((i) => [`${command} user${i}\r\n`, '252 2.0.0 maybe\r\n'])
  expect(severitiesOf(session(...lines))).toHaveLength(findings)
})

test.each([
  [9, undefined],
  [10, 'medium 10.0.0.8'],
  [100, 'high 10.0.0.8'],
])('%i recipients that do not exist: %j', (count, expected) => {
  const lines = range(count).flatMap((i) => [`RCPT TO:<u${i}@corp.example>\r\n`, unknown])
  expect(severitiesOf(session(...lines)).at(-1)).toBe(expected)
})

test('what is asked in one segment, and answered in one, counts as often', () => {
  const asked = range(12).map((i) => `RCPT TO:<u${i}@corp.example>\r\n`)
  expect(severitiesOf(session(asked.join(''), unknown.repeat(12)))).toEqual(['medium 10.0.0.8'])
})

test('says how many were asked for, and how', () => {
  const lines = range(10).flatMap((i) => [
    `RCPT TO:<u${i}@a>\r\n`,
    unknown,
    `VRFY u${i}\r\n`,
    taken,
  ])
  expect(
    session(...lines)
      .settled(mailUserGuessing)
      .at(-1)?.title,
  ).toMatch(
    /^10\.0\.0\.8 asked the mail server 10\.0\.0\.25 for 20 users in .+: 10 by VRFY or EXPN, 10 as recipients that do not exist \(threshold: 10\)$/,
  )
})

test('ordinary: a mailing list with some recipients that are gone', () => {
  const lines = range(60).flatMap((i) => [`RCPT TO:<u${i}@a>\r\n`, i % 3 === 0 ? unknown : taken])
  expect(severitiesOf(session(...lines))).toEqual([])
})

test('ordinary: a server that takes no mail at all from this client', () => {
  const refused = '550 5.7.1 client host blocked by a list\r\n'
  const lines = range(60).flatMap((i) => [`RCPT TO:<u${i}@a>\r\n`, refused])
  expect(severitiesOf(session(...lines))).toEqual([])
})

test('ordinary: a letter that explains the commands', () => {
  const letter = range(40).map((i) => `VRFY user${i}\r\n`)
  const lines = ['DATA\r\n', '354 go on\r\n', `Hello,\r\n${letter.join('')}`, '', letter.join('')]
  expect(severitiesOf(session(...lines, '', '.\r\n', taken))).toEqual([])
})
