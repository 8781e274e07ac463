import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { heartbleed } from './heartbleed.ts'

const hello = '\x16\x03\x01\x00\x05hello'

/** A heartbeat record with these bytes of payload and padding, which claims that it has that many. */
function heartbeat(said: number, brought: number, padding = 16, type = 1): Uint8Array {
  const bytes = Buffer.alloc(8 + brought + padding)
  bytes.set([24, 3, 2, 0, 0, type])
  bytes.writeUInt16BE(3 + brought + padding, 3)
  bytes.writeUInt16BE(said, 6)
  return bytes
}

const send = (...says: (string | Uint8Array)[]) =>
  new TrafficScript()
    .connection('10.0.0.5', '10.0.0.9:443', { says: [hello, hello, ...says] })
    .detect(heartbleed)

test.each([
  ['nothing but its length', heartbeat(16_384, 0, 0)],
  ['one byte too few', heartbeat(33, 32, 16)],
])('a heartbeat that brings %s is reported', (_, request) => {
  const [found] = send(request)
  expect(found).toMatchObject({ severity: 'critical', source: '10.0.0.5', target: '10.0.0.9' })
  expect(found?.evidence).toHaveLength(1)
})

test.each([
  [1024, 0],
  [1025, 1],
])('an answer of %i bytes, encrypted as it may be, makes %i findings', (length, count) => {
  const answer = Buffer.alloc(5 + length, 0xaa)
  answer.set([24, 3, 3])
  answer.writeUInt16BE(length, 3)
  const found = send(`\x18\x03\x03\x00\x30${'\xaa'.repeat(48)}`, answer)
  expect(found).toHaveLength(count)
  if (count > 0) expect(found[0]).toMatchObject({ source: '10.0.0.5', target: '10.0.0.9' })
})

test.each([
  ['a heartbeat whose lengths agree', [heartbeat(32, 32)]],
  ["a server's short answer", ['', heartbeat(16_384, 0, 0)]],
  ['data in the middle of a record that looks like an answer', ['', '\x18\x03\x03\x20\x00abcdef']],
  ['what is longer than any record', ['\x18\x03\x03\xde\x00\x01\xff\xff']],
  ['a response to a heartbeat', [heartbeat(16_384, 0, 0, 2)]],
  ['data', ['\x17\x03\x02\x00\x03\x01\x40\x00']],
])('%s is not', (_, says) => {
  expect(send(...says)).toEqual([])
})
