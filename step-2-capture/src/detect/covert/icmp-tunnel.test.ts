import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { icmpTunnel } from './icmp-tunnel.ts'

const [client, server] = ['10.0.0.5', '93.184.216.34']

/** Request and reply with one identifier and sequence number, as a tunnel's all have. */
function exchange(script: TrafficScript, request: string, reply: string): void {
  for (const [from, to, type, data] of [
    [client, server, 8, request],
    [server, client, 0, reply],
  ] as const) {
    script.ping(from, to, type, data)
    // Identifier 1, sequence 1, wherever the script is; the checksum is not checked.
    script.records.at(-1)?.bytes.set([0, 1, 0, 1], 14 + 20 + 4)
  }
  script.wait(1)
}

const kindsOf = (script: TrafficScript) => script.severities(icmpTunnel)

test.each([
  [4, []],
  [5, ['high']],
  [10, ['high']],
])('%i replies with other data than was sent are reported as %j', (count, severities) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) exchange(script, 'whoami', 'uid=0(root) gid=0(root)')
  expect(kindsOf(script)).toEqual(severities)
})

test.each([
  [29, []],
  [30, ['medium']],
])('%i requests that never repeat their data are reported as %j', (count, severities) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const data = `${'x'.repeat(24)}secret part ${i} of a file ${'abcdefgh'.repeat(8)}`
    exchange(script, data, data)
  }
  expect(kindsOf(script)).toEqual(severities)
})

test('names both ends and the packets', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) exchange(script, 'a', 'b')
  const [found] = script.detect(icmpTunnel)
  expect(found).toMatchObject({ source: client, target: server, technique: { id: 'T1095' } })
  expect(found?.reasons[0]).toEqual({
    feature: 'altered_replies',
    actual: 5,
    typical: 0,
    unit: 'replies',
  })
})

test('ping, which puts the time into its data, is no tunnel', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 500; i++) {
    const data = `${String(i).padStart(16, '0')}${'abcdefghijklmnopqrstuvwxyz0123456789ABCD'}`
    exchange(script, data, data)
  }
  expect(kindsOf(script)).toEqual([])
})

test('a ping that tries larger and larger packets for the path is no tunnel', () => {
  const script = new TrafficScript()
  for (let size = 1_000; size < 1_400; size += 20) {
    exchange(script, 'x'.repeat(size), 'x'.repeat(size))
  }
  expect(kindsOf(script)).toEqual([])
})

const stamped = (text: string) => `${'\0'.repeat(24)}${text}${'\0'.repeat(20)}`

test.each([
  ['a message in one ping', ['send the keys of the second safe to our office by noon'], ['medium']],
  ['words over several pings', ['list the files', 'copy them to', 'our old place'], ['medium']],
  ['the name of a monitor', ['Network Monitor status query (probe 12)'], []],
  ['a text of seven words', ['this is a ping of the network team'], []],
  ['the alphabet', ['abcdefghijklmnopqrstuvwabcdefghi abcdefghijklmnopqrstuvw'], []],
])('of the data of pings %s: %j is %j', (_, texts, severities) => {
  const script = new TrafficScript()
  for (const text of texts) exchange(script, stamped(text), stamped(text))
  expect(kindsOf(script)).toEqual(severities)
})

test('bytes at random, in which letters stand, are no text', () => {
  const script = new TrafficScript()
  const random = Buffer.from(
    Uint8Array.from({ length: 1_000 }, (_, i) => (i * i * 131 + 7 * i) >> 3),
  )
  exchange(script, random.toString('latin1'), random.toString('latin1'))
  expect(kindsOf(script)).toEqual([])
})

test('a tunnel that was seen by its words is raised by replies of other data', () => {
  const script = new TrafficScript()
  const text = stamped('send the keys of the second safe to our office by noon')
  exchange(script, text, text)
  for (let i = 0; i < 5; i++) exchange(script, 'whoami', 'uid=0(root) gid=0(root)')
  expect(kindsOf(script)).toEqual(['medium', 'high'])
})
