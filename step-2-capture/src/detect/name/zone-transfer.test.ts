import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { notify, transferZone } from '../../../test/zone-script.ts'
import { zoneTransfer } from './zone-transfer.ts'

const server = '10.0.0.53'
const workstation = '10.0.0.5'
const kindsOf = (script: TrafficScript) =>
  script.settled(zoneTransfer).map(({ severity, kind, source }) => `${severity} ${kind} ${source}`)

/** A host that looks names up as workstations do. */
const asWorkstation = () => {
  const script = new TrafficScript()
  lookUp(script, { client: workstation, name: 'www.shop.example', answer: '198.51.100.7' })
  return script
}

test.each([251, 252])('a workstation that is given a zone by question %i is found', (type) => {
  const script = transferZone(asWorkstation(), { client: workstation, server, type })
  expect(kindsOf(script)).toEqual([`medium zone_transfer ${workstation}`])
  expect(script.detect(zoneTransfer)[0]?.title).toBe(
    `${server} gave ${workstation} the whole DNS zone corp.example, 1 time (threshold: 1)`,
  )
})

test('a host outside that is given a zone of a server inside is found', () => {
  const script = transferZone(new TrafficScript(), { client: '203.0.113.9', server })
  expect(kindsOf(script)).toEqual(['medium zone_transfer 203.0.113.9'])
})

test('a refused transfer is a probe, and a granted one after it is more than that', () => {
  const script = transferZone(new TrafficScript(), { client: workstation, server, code: 5 })
  expect(kindsOf(script)).toEqual([`low zone_transfer_refused ${workstation}`])
  expect(kindsOf(transferZone(script, { client: workstation, server }))).toEqual([
    `low zone_transfer_refused ${workstation}`,
    `medium zone_transfer ${workstation}`,
  ])
})

test('a host of which nothing else is known, and one that answers queries, are of low severity', () => {
  const secondary = '10.0.0.54'
  const unknown = transferZone(new TrafficScript(), { client: secondary, server })
  expect(kindsOf(unknown)).toEqual([`low zone_transfer ${secondary}`])
  const script = new TrafficScript()
  lookUp(script, { client: secondary, name: 'ns.root.example', answer: '198.51.100.9' })
  script.udp('10.0.0.5:4000', `${secondary}:53`, script.records[0]!.bytes.subarray(42))
  script.udp(`${secondary}:53`, '10.0.0.5:4000', script.records[1]!.bytes.subarray(42))
  expect(kindsOf(transferZone(script, { client: secondary, server }))).toEqual([
    `low zone_transfer ${secondary}`,
  ])
})

test('a secondary that the server notified, and the answer that nothing changed, are left alone', () => {
  const script = notify(asWorkstation(), { primary: server, secondary: workstation })
  expect(kindsOf(transferZone(script, { client: workstation, server }))).toEqual([])
  const other = notify(asWorkstation(), { primary: '10.0.0.99', secondary: workstation })
  expect(kindsOf(transferZone(other, { client: workstation, server }))).toHaveLength(1)
  const unchanged = { client: workstation, server, type: 251, recordCount: 1 }
  expect(kindsOf(transferZone(asWorkstation(), unchanged))).toEqual([])
})
