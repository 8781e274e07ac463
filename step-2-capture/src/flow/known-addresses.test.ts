import { expect, test } from 'vitest'
import { DnsMessage } from '../decode/dns.ts'
import { addressData, answerFlags, DnsType, dnsMessage } from '../simulate/packet-builder/dns.ts'
import { FlowColumn } from './flow-column.ts'
import { FlowMarks } from './flow-marks.ts'
import type { FlowId } from './flow-rows.ts'
import { FlowTable } from './flow-table.ts'
import type { HostId } from './host-rows.ts'
import { HostTable } from './host-table.ts'
import { Neighbours } from './neighbours.ts'
import { ResolvedAddresses } from './resolved-addresses.ts'

const hosts = () => new HostTable({ seed: 1, hostCountMax: 16, onEvict: () => {} })

test('an address that DNS gave is known, another is not', () => {
  const question = { name: 'a.example', type: DnsType.a }
  const answers = [
    { ...question, timeToLiveS: 60, data: addressData('198.51.100.7') },
    { name: 'a.example', type: DnsType.aaaa, timeToLiveS: 60, data: new Uint8Array(16).fill(7) },
    { name: 'a.example', type: DnsType.txt, timeToLiveS: 60, data: Buffer.from([198, 51, 100, 8]) },
  ]
  const bytes = dnsMessage({ id: 1, flags: answerFlags(0), questions: [question], answers })
  const message = new DnsMessage()
  message.parse(bytes, 0, bytes.length)
  const resolved = new ResolvedAddresses(1)
  resolved.learn(message, bytes)
  const table = hosts()
  const has = (address: Uint8Array) =>
    resolved.has(table, table.intern(address, 0, address.length, 0))
  expect(has(addressData('198.51.100.7'))).toBe(true)
  expect(has(new Uint8Array(16).fill(7))).toBe(true)
  expect(has(addressData('198.51.100.8'))).toBe(false)
  expect(has(Buffer.from('0000c6336407', 'hex'))).toBe(false)
})

test('a device is called by its one address, and by none when it has several', () => {
  const host = (number: number) => number as HostId
  const neighbours = new Neighbours()
  expect(neighbours.addressOf(host(1))).toBe(-1)
  neighbours.learn(host(1), host(10))
  neighbours.learn(host(1), host(10))
  expect(neighbours.addressOf(host(1))).toBe(10)
  neighbours.learn(host(1), host(11))
  expect(neighbours.addressOf(host(1))).toBe(-1)
  expect(neighbours.addressOf(host(1), (address) => address === 11)).toBe(10)
  neighbours.forget(host(1))
  expect(neighbours.addressOf(host(1))).toBe(-1)
})

test('a mark goes with its flow and not with the slot', () => {
  const flows = new FlowTable({ hosts: hosts(), seed: 1, flowCountMax: 4, onEnd: () => {} })
  const flow = 2 as FlowId
  const marks = new FlowMarks(flows)
  flows.set(flow, FlowColumn.firstPacketIndex, 100)
  expect(marks.get(flow)).toBe(0)
  marks.set(flow, 3)
  expect(marks.get(flow)).toBe(3)
  flows.set(flow, FlowColumn.firstPacketIndex, 200)
  expect(marks.get(flow)).toBe(0)
})
