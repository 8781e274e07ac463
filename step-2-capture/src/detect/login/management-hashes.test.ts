import { expect, test } from 'vitest'
import { askForHashes, managementStep } from '../../../test/management-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { managementHashes } from './management-hashes.ts'

const found = (script: TrafficScript) => script.settled(managementHashes)

test('a client that asks for hashes and proves none is found with the third', () => {
  expect(found(askForHashes(new TrafficScript(), { count: 2 }))).toEqual([])
  const [stated] = found(askForHashes(new TrafficScript(), { count: 3 }))
  expect(stated).toMatchObject({
    kind: 'management_hash_request',
    severity: 'medium',
    source: '10.0.0.66',
    target: '10.0.0.9',
    target_port: 623,
    title:
      '10.0.0.66 asked the management controller 10.0.0.9 for 3 hashes of passwords in 2 s, and ' +
      'proved to know 0 of them (threshold: 2)',
  })
})

test('ordinary: a monitor that logs in each time', () => {
  expect(found(askForHashes(new TrafficScript(), { count: 30, proofs: 30 }))).toEqual([])
})

test('ordinary: other messages of the protocol', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) managementStep(script, 0x10)
  expect(found(script)).toEqual([])
})
