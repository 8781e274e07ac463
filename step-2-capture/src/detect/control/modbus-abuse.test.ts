import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { modbusFrame, registers } from '../../simulate/packet-builder/modbus.ts'
import { modbusAbuse } from './modbus-abuse.ts'

const [panel, stranger, device] = ['10.0.0.5', '10.0.0.66', '10.0.0.9:502']

function talk(script: TrafficScript, from: string, code: number, answer = code): TrafficScript {
  const ids = { transactionId: script.records.length, unit: 1 }
  const request = modbusFrame({ ...ids, function: code }, registers(7, 1))
  const reply = modbusFrame({ ...ids, function: answer }, registers(7, 1))
  return script.connection(from, device, { says: [request, reply] }).wait(1)
}

/** A panel that reads every second, for as long as is learned and a little longer. */
function polled(seconds = 40): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < seconds; i++) talk(script, panel, 3)
  return script
}

const found = (script: TrafficScript) =>
  script.detect(modbusAbuse).map(({ severity, kind }) => `${severity} ${kind}`)

test('a stranger that writes is found at its first write', () => {
  const script = talk(polled(), stranger, 6)
  expect(found(script)).toEqual(['medium modbus_new_writer'])
  expect(script.detect(modbusAbuse)[0]).toMatchObject({
    source: stranger,
    target: '10.0.0.9',
    target_port: 502,
  })
})

test('a known reader that begins to write is reported, but may be the operator', () => {
  expect(found(talk(polled(), panel, 6))).toEqual(['low modbus_new_writer'])
})

test('a client that has always written, and reads of any client, are no news', () => {
  const script = talk(new TrafficScript(), panel, 16)
  for (let i = 0; i < 40; i++) talk(script, panel, 3)
  for (let i = 0; i < 20; i++) talk(script, panel, 16)
  expect(found(talk(script, stranger, 3))).toEqual([])
})

test('while the device is learned, no client is a stranger', () => {
  expect(found(talk(polled(25), stranger, 6))).toEqual([])
})

test('a device that only answered tests of its line is not learned', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 40; i++) talk(script, panel, 8)
  expect(found(talk(script, stranger, 6))).toEqual([])
})

test('a client that tries what the device can do is found at the fifth refusal', () => {
  const script = polled()
  for (const code of [7, 8, 11, 12]) talk(script, stranger, code, code | 0x80)
  expect(found(script)).toEqual([])
  talk(script, stranger, 17, 17 | 0x80)
  expect(found(script)).toEqual(['medium modbus_probing'])
})

test('one function that is refused again and again is no probing', () => {
  const script = polled()
  for (let i = 0; i < 50; i++) talk(script, panel, 4, 4 | 0x80)
  expect(found(script)).toEqual([])
})
