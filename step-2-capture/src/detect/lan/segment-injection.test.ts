import { describe, expect, test } from 'vitest'
import { answeredTwice, asked, cutConnections } from '../../../test/injection-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { resetCountMax, segmentInjection } from './segment-injection.ts'

const kindsOf = (script: TrafficScript) => [
  ...new Set(script.detect(segmentInjection).map(({ severity, kind }) => `${severity} ${kind}`)),
]
const page = 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nabcdefghijklmnopqrst'
const told = (...answers: { says: string; timeToLive?: number }[]) => {
  const script = new TrafficScript()
  asked(script, { answers })
  return script
}

describe('two answers at one place of a connection', () => {
  test('are forged', () => {
    const [found] = answeredTwice().detect(segmentInjection)
    expect(found).toMatchObject({ severity: 'high', source: '192.0.2.80', target: '10.0.0.7' })
    expect(found?.title).toBe(
      '10.0.0.7 got two different answers in the name of 192.0.2.80 at one place of 1 connection, ' +
        'their times to live up to 10 apart (threshold: 1)',
    )
  })

  test('are of low severity from one distance, as programs make test data', () => {
    expect(kindsOf(answeredTwice({ hops: 0 }))).toEqual(['low injected_answer'])
  })

  test('are found at the second request of a connection too', () => {
    const script = new TrafficScript()
    const client = asked(script, { answers: [{ says: page }] })
    const place = { sequence: 5_001 + page.length, acknowledgement: 1_019 }
    script.tcp('192.0.2.80:80', client, 0x18, { ...place, payload: page.toLowerCase() })
    script.tcp('192.0.2.80:80', client, 0x18, {
      ...place,
      payload: page.replace('200 OK', '302 No'),
    })
    const other = 'HTTP/1.1 302 Found\r\nServer: evil\r\nLocation: http://a.example/\r\n\r\n'
    script.tcp('192.0.2.80:80', client, 0x18, { ...place, payload: other, timeToLive: 40 })
    expect(kindsOf(script)).toEqual(['high injected_answer'])
  })

  test.each([
    ['the same is sent again', told({ says: page }, { says: page, timeToLive: 40 })],
    ['it is sent again in a smaller part', told({ says: page }, { says: page.slice(0, 30) })],
    ['it is sent again with more behind it', told({ says: page.slice(0, 30) }, { says: page })],
    ['a few bytes of one were damaged', told({ says: page }, { says: page.replace('200', '2x0') })],
    ['a byte that keeps it alive', told({ says: page }, { says: '\0' })],
    ['a long time lies between', answeredTwice({ gapSeconds: 5 })],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })

  test('ordinary: the second was damaged so much that its checksum is wrong', () => {
    const script = answeredTwice()
    script.records.at(-1)?.bytes.set([0x55, 0x55], 60)
    expect(kindsOf(script)).toEqual([])
  })
})

describe('a reset after which its sender goes on', () => {
  test('is forged; three of them are of medium severity', () => {
    expect(kindsOf(cutConnections({ count: 3 }))).toEqual([
      'low injected_reset',
      'medium injected_reset',
    ])
    expect(cutConnections().detect(segmentInjection)[0]?.title).toBe(
      '1 connection of 10.0.0.7 with 192.0.2.80 got a reset in the name of one that went on ' +
        'sending, with times to live up to 10 apart (threshold: 1)',
    )
  })

  test.each([
    ['from as far away as the rest', cutConnections({ hops: 1 })],
    ['by the client, while an answer was on its way', cutConnections({ from: 'client' })],
    ['of long before, and a new connection at the same ports', cutConnections({ gapSeconds: 5 })],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })

  test.each([
    [resetCountMax - 1, 1],
    [resetCountMax, 0],
  ])('after %i other resets the first makes %i findings', (count, found) => {
    const script = cutConnections({ address: '10.0.0.7:39999' })
    const late = script.records.pop()
    for (let i = 0; i < count; i++) {
      script.connection(`10.1.${i >> 8}.${i & 255}`, '192.0.2.80:81', {
        says: [],
        end: 'rst',
      })
    }
    if (late) script.records.push({ ...late, timeSeconds: late.timeSeconds + 2 })
    const patient = segmentInjection.with({ raceSeconds: 600 })
    expect(script.detect(patient)).toHaveLength(found)
  })
})
