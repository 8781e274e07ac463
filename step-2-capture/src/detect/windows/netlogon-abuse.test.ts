import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { createNetlogonAbuse } from './netlogon-abuse.ts'

const [client, controller] = ['10.0.0.5', '10.0.0.9:49670']
const netlogon: Buffer = Buffer.from('78563412341 2cdabef0001234567cffb'.replaceAll(' ', ''), 'hex')

/** A message of DCE RPC: bind (11) or request (0). */
function message(type: number, body: Buffer, operation = 0): string {
  const header = Buffer.from([5, 0, type, 3, 16, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
  const rest = type === 11 ? Buffer.alloc(16) : Buffer.from([0, 0, 0, 0, 0, 0, operation, 0])
  return Buffer.concat([header, rest, body]).toString('latin1')
}

function authenticate(script: TrafficScript, challenge: Buffer, uuid: Buffer = netlogon): void {
  const says = [
    message(11, uuid),
    message(12, Buffer.alloc(20)),
    message(0, Buffer.concat([Buffer.alloc(40, 7), challenge]), 4),
    message(2, Buffer.alloc(20)),
    message(0, Buffer.alloc(60, 7), 26),
    message(2, Buffer.alloc(20)),
  ]
  script.connection(client, controller, { says }).wait(0.5)
}

const zeros = Buffer.alloc(8)
const random = Buffer.from('8899aabbccddeeff', 'hex')
const severitiesOf = (script: TrafficScript) =>
  script.detect(createNetlogonAbuse()).map((found) => found.severity)

function repeat(count: number, challenge: Buffer, uuid?: Buffer): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) authenticate(script, challenge, uuid)
  return script
}

test.each([
  [2, []],
  [3, ['critical']],
])('%i challenges of zeros are reported as %j', (count, severities) => {
  expect(severitiesOf(repeat(count, zeros))).toEqual(severities)
})

test.each([
  [19, []],
  [20, ['high']],
])('%i authentications within a minute are reported as %j', (count, severities) => {
  expect(severitiesOf(repeat(count, random))).toEqual(severities)
})

test('names both ends and how often', () => {
  const [found] = repeat(3, zeros).detect(createNetlogonAbuse())
  expect(found).toMatchObject({ source: client, target: '10.0.0.9', technique: { id: 'T1210' } })
  expect(found?.title).toContain('3 of them with a challenge of zeros')
})

test('computers that log on one after another are no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) {
    authenticate(script, random)
    script.wait(60)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('the same operations of another interface are none of its business', () => {
  expect(severitiesOf(repeat(50, zeros, Buffer.alloc(16, 9)))).toEqual([])
})
