import { describe, expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { s7Job, s7Stop } from '../../simulate/packet-builder/control.ts'
import type { Detector } from '../seam/detector.ts'
import { controlCommands, waitingCountMax } from './control-commands.ts'

const [stranger, device] = ['10.0.0.66', '10.0.0.9']
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

/** A link header, the transport byte of a single segment, and the application's request. */
const dnp3 = (code: number) => hex(`0564 08 c4 0100 0200 0000 c0 c1 ${byte(code)} 0000`)
const byte = (code: number) => code.toString(16).padStart(2, '0')
/** Unconnected data with a service of a class, instance 1. */
function cip(service: number, classCode: number): Buffer {
  const request = hex(`${byte(service)} 02 20 ${byte(classCode)} 24 01`)
  return Buffer.concat([
    hex('6f00 1600 01000000 00000000 0000000000000000 00000000'),
    hex('00000000 0a00 0200 0000 0000 b200'),
    Buffer.from([request.length, 0]),
    request,
  ])
}
/** The same request, sent on by the connection manager. */
function forwarded(service: number, classCode: number): Buffer {
  const inner = cip(service, classCode).subarray(-6)
  const outer = Buffer.concat([hex('52 02 20 06 24 01 0a 0e 0600'), inner, hex('0100 0100')])
  const whole = Buffer.concat([cip(service, classCode).subarray(0, -8), hex('1400'), outer])
  whole[whole.length - outer.length - 2] = outer.length
  return whole
}
const bacnet = (service: number, network = '04') =>
  hex(`810a 000a 01${network} 00 05 01 ${byte(service)} 09 00`)
const iec104 = (type: number, cause = 6) =>
  hex(`68 0e 0000 0000 ${byte(type)} 01 ${byte(cause)} 00 0100 000000 01`)
const modbus = (code: number, rest: string) => hex(`0001 0000 0006 01 ${byte(code)} ${rest}`)
const fins = (command: string) => hex(`80 00 02 00 01 00 00 02 00 00 ${command} 0000`)
const melsec = (command: string) => hex(`5000 00 ff ff03 00 0600 1000 ${command} 0000 0000`)

interface Sent {
  readonly port: number
  readonly requests: readonly Uint8Array[]
  readonly from?: string
}

function send({ port, requests, from = stranger }: Sent, script = new TrafficScript()) {
  const says = requests.flatMap((request) => [request, 'answer'])
  return script.connection(from, `${device}:${port}`, { says })
}

/** The last revision of each detection. */
function statedOf(script: TrafficScript, detector: Detector = controlCommands): string[] {
  const last = new Map<string, string>()
  for (const { detection_id: id, severity, title } of script.detect(detector)) {
    last.set(id, `${severity} ${title}`)
  }
  return [...last.values()]
}

const service = (name: string) =>
  s7Job(
    Buffer.concat([hex('28 00000000 0000fd 0000'), Buffer.from([name.length]), Buffer.from(name)]),
    3,
  )

describe('a command of a host that was never seen at the controller:', () => {
  test.each([
    ['S7', 102, s7Stop(2), 'high', 'a stop'],
    ['S7', 102, s7Job(hex('1a 00 0100 00000000 09 5f3042303030303150'), 2), 'medium', 'download'],
    ['S7', 102, service('_INSE'), 'medium', 'a program activation'],
    ['S7', 102, service('_DELE'), 'medium', 'a program deletion'],
    ['S7', 102, service('P_PROGRAM'), 'low', 'a start'],
    ['DNP3', 20_000, dnp3(13), 'high', 'a cold restart'],
    ['DNP3', 20_000, dnp3(18), 'high', 'a stop of programs'],
    ['DNP3', 20_000, dnp3(14), 'low', 'a warm restart'],
    ['EtherNet/IP', 44_818, cip(5, 1), 'high', 'a reset'],
    ['EtherNet/IP', 44_818, forwarded(7, 0x8e), 'high', 'a stop'],
    ['EtherNet/IP', 44_818, cip(0x4b, 0xa1), 'medium', 'a firmware update'],
    ['EtherNet/IP', 44_818, cip(0x10, 0xf5), 'medium', 'network address'],
    ['IEC 104', 2404, iec104(105), 'high', 'a restart'],
    ['Modbus', 502, modbus(8, '0001 ff00'), 'low', 'a restart of communication'],
    ['Modbus', 502, modbus(90, '00 41 ff00'), 'high', 'a stop'],
    ['FINS', 9600, fins('0402'), 'high', 'a stop'],
    ['MELSEC', 5007, melsec('0210'), 'high', 'a stop'],
  ])('%s on port %i', (protocol, port, request, severity, does) => {
    const [stated = '', ...others] = statedOf(send({ port, requests: [request] }))
    expect(others).toEqual([])
    expect(stated).toContain(`${severity} ${stranger} sent `)
    expect(stated).toContain(does)
    expect(stated).toContain(` over ${protocol} to the controller ${device} 1 time `)
  })

  test.each([
    ['from its own port', '10.0.0.66:47808', '04'],
    ['with a network', '10.0.0.66:50000', '24 ffff 00 ff'],
    ['from a network', '10.0.0.66:50000', '0c 0005 01 07'],
  ])('BACnet %s', (_, from, network) => {
    const script = new TrafficScript().udp(from, `${device}:47808`, bacnet(20, network))
    expect(statedOf(script)[0]).toContain('a restart over BACnet')
  })
})

describe('no command is', () => {
  test.each([
    ['a read over S7', 102, s7Job(hex('04 01 12 0a 10 02 0001 0000 84 000000'), 2)],
    ['a read over DNP3', 20_000, dnp3(1)],
    ['a response of DNP3', 20_000, dnp3(0x81)],
    ['a read over EtherNet/IP', 44_818, cip(1, 1)],
    ['a reset of another class', 44_818, cip(5, 4)],
    ['a command of IEC 104 in operation', 2404, iec104(45)],
    ['the end of an IEC 104 command', 2404, iec104(105, 10)],
    ['a diagnostic echo of Modbus', 502, modbus(8, '0000 1234')],
    ['a read over FINS', 9600, fins('0101')],
    ['a read over MELSEC', 5007, melsec('0104')],
    ['a text', 102, Buffer.from('a text that is long enough for a message')],
  ])('%s', (_, port, request) => {
    expect(statedOf(send({ port, requests: [request] }))).toEqual([])
  })

  test.each([
    ['S7', 102, s7Stop(2)],
    ['DNP3', 20_000, dnp3(13)],
    ['EtherNet/IP', 44_818, cip(5, 1)],
    ['IEC 104', 2404, iec104(105)],
  ])('a cut one of %s', (_, port, request) => {
    const script = new TrafficScript()
    for (let length = 1; length < 9; length++) {
      send({ port, requests: [request.subarray(0, length)] }, script)
    }
    expect(statedOf(script)).toEqual([])
  })

  test('an answer of the controller', () => {
    const says = ['hello', s7Stop(2)]
    expect(statedOf(new TrafficScript().connection(stranger, `${device}:102`, { says }))).toEqual(
      [],
    )
  })
})

const read = s7Job(hex('04 01 12 0a 10 02 0001 0000 84 000000'), 2)
const state = Buffer.from(read)
state[8] = 7

test.each([
  ['four reads before', [read, read, read, read, s7Stop(3)], 'high'],
  ['five reads before', [read, read, read, read, read, s7Stop(3)], 'low'],
  ['two reads before and two after', [read, read, s7Stop(3), read, read], 'high'],
  ['two reads before and three after', [read, read, s7Stop(3), read, read, read], 'low'],
  ['five questions for the state', [state, state, s7Stop(3), state, state, state], 'low'],
])('where five other requests make a master, a stop with %s is %s', (_, requests, severity) => {
  const detector = controlCommands.with({ knownRequestCount: 5 })
  expect(statedOf(send({ port: 102, requests }), detector)[0]).toContain(`${severity} `)
})

test('a stop behind the start of a session is of high severity, behind a read of low', () => {
  const start = s7Job(hex('f0 00 0002 0002 01e0'), 1)
  expect(statedOf(send({ port: 102, requests: [start, s7Stop(3)] }))[0]).toContain('high ')
  expect(statedOf(send({ port: 102, requests: [start, read, s7Stop(3)] }))[0]).toContain('low ')
})

test('a stop is stated at once, and raised after a minute of an open connection', () => {
  const script = new TrafficScript()
  script.connection(stranger, `${device}:102`, { says: [s7Stop(1), 'answer'], end: 'open' })
  script.wait(30).ping(stranger, device, 8).wait(31).ping(stranger, device, 8)
  const severities = script.detect(controlCommands).map(({ severity }) => severity)
  expect(severities).toEqual(['low', 'high'])
})

test('a client that sent a command and left is not excused by reading later', () => {
  const script = send({ port: 102, requests: [s7Stop(1)] }).wait(2)
  send({ port: 102, requests: [...new Array(20).fill(read), s7Stop(3)] }, script)
  expect(statedOf(script).map((text) => text.split(' ')[0])).toEqual(['high'])
})

test.each([
  [waitingCountMax, 'high'],
  [waitingCountMax + 1, 'low'],
])('of %i commands that wait at once the last is stated as %s', (count, severity) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const from = `10.1.${i >> 8}.${i & 255}`
    script.connection(from, `${device}:102`, { says: [s7Stop(1)], end: 'open' })
  }
  expect(statedOf(script).at(-1)).toContain(`${severity} `)
})

test('a program that plays a controller on its own machine is left alone', () => {
  const script = new TrafficScript().connection(device, `${device}:102`, { says: [s7Stop(1)] })
  expect(statedOf(script)).toEqual([])
})
