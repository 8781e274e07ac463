import { expect, test } from 'vitest'
import { relay } from '../../../test/relay-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { relayedSpam } from './relayed-spam.ts'

const found = (script: TrafficScript) => script.settled(relayedSpam)

test('letters to twenty domains in the names of five senders through one server are found', () => {
  expect(found(relay(new TrafficScript(), { count: 19 }))).toEqual([])
  const [stated] = found(relay(new TrafficScript()))
  expect(stated).toMatchObject({
    kind: 'relayed_spam',
    severity: 'medium',
    source: '10.0.0.66',
    target: '10.0.0.25',
  })
  expect(stated?.title).toMatch(
    /^10.0.0.66 sent mail to 20 domains in the names of 4 senders|20 domains in the names of 5 senders through 10.0.0.25 in \d\d s/,
  )
})

test('hundreds of them are of high severity', () => {
  const script = relay(new TrafficScript(), { count: 450 })
  expect(found(script).at(-1)?.severity).toBe('high')
})

test.each([
  ['a person who writes to many', { senderCount: 1 }],
  ['many letters to few domains', { count: 60, domainCount: 9 }],
  ['over a day', { gapSeconds: 900 }],
  [
    'a letter that quotes commands',
    {
      count: 5,
      text: Array.from({ length: 40 }, (_, i) => `RCPT TO:<a@b${i}.example>\r\n`).join(''),
    },
  ],
])('ordinary: %s', (_, given) => {
  expect(found(relay(new TrafficScript(), given))).toEqual([])
})

test('ordinary: a mail server that others bring letters to', () => {
  const script = new TrafficScript()
  const says = ['', '220 a ESMTP\r\n', 'MAIL FROM:<a@b.example>\r\n', '250 Ok\r\n']
  script.connection('203.0.113.9', '10.0.0.66:25', { says })
  expect(found(relay(script))).toEqual([])
})
