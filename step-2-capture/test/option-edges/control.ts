import { TcpFlag } from '../../src/decode/frame.ts'
import { controlCommands } from '../../src/detect/control/control-commands.ts'
import { modbusAbuse } from '../../src/detect/control/modbus-abuse.ts'
import { s7Job, s7Stop } from '../../src/simulate/packet-builder/control.ts'
import { modbusFrame, registers } from '../../src/simulate/packet-builder/modbus.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [panel, stranger, device] = ['10.0.0.5', '10.0.0.66', '10.0.0.9:502']

interface Message {
  readonly from: string
  readonly code: number
  readonly answer?: number
}

function talk(script: TrafficScript, { from, code, answer = code }: Message): TrafficScript {
  const ids = { transactionId: script.records.length, unit: 1 }
  const request = modbusFrame({ ...ids, function: code }, registers(7, 1))
  const reply = modbusFrame({ ...ids, function: answer }, registers(7, 1))
  return script.connection(from, device, { says: [request, reply] }).wait(1)
}

/** A panel that reads 40 times, 80 messages in 40 s. */
function polled(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 40; i++) talk(script, { from: panel, code: 3 })
  return script
}
const written = (script = polled()) => talk(script, { from: stranger, code: 6 })

function refused(): TrafficScript {
  const script = polled()
  for (const code of [7, 8, 11, 12, 17]) {
    talk(script, { from: stranger, code, answer: code | 0x80 })
  }
  return script
}

/** Two reads and a stop, ten seconds apart from the next. */
function stops(count: number): TrafficScript {
  const script = new TrafficScript()
  const read = s7Job(Buffer.from('0401120a10020001000084000000', 'hex'), 1)
  const says = [read, 'answer', read, 'answer', s7Stop(2)]
  for (let i = 0; i < count; i++) script.connection(stranger, '10.0.0.9:102', { says }).wait(10)
  return script
}

const ofModbusAbuse = edgesOf(modbusAbuse, [
  { option: 'learnSeconds', script: written, below: 41, at: 40 },
  { option: 'learnCountMin', script: written, below: 82, at: 81 },
  { option: 'writeCountMin', script: written, below: 2, at: 1 },
  { option: 'refusedCountMin', script: refused, below: 6, at: 5 },
  { option: 'writeLevels.medium', script: written, below: 2, at: 1 },
  { option: 'writeLevels.high', script: written, below: 2, at: 1 },
  { option: 'forgetAfterSeconds', script: () => written(polled().wait(10)), below: 11, at: 12 },
  { option: 'allow', script: written, below: [stranger], at: [] },
])

/** A stop, and ten seconds later five reads of the same connection. */
function stopThenReads(): TrafficScript {
  const script = new TrafficScript()
  const client = `${stranger}:40000`
  const read = s7Job(Buffer.from('0401120a10020001000084000000', 'hex'), 1)
  script.connection(client, '10.0.0.9:102', { says: [s7Stop(1), 'answer'], end: 'open' })
  script.wait(10)
  for (let i = 0; i < 5; i++) {
    script.tcp(client, '10.0.0.9:102', TcpFlag.ack, { sequence: 2000 + 100 * i, payload: read })
  }
  return script.wait(10).ping(stranger, '10.0.0.9', 8)
}

const ofControlCommands = edgesOf(controlCommands, [
  { option: 'commandCountMin', script: () => stops(1), below: 2, at: 1 },
  { option: 'knownRequestCount', script: () => stops(1), below: 2, at: 3 },
  { option: 'settleSeconds', script: stopThenReads, below: 9, at: 11 },
  {
    option: 'forgetAfterSeconds',
    script: () => stops(2),
    others: { commandCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: () => stops(1), below: [stranger], at: [] },
])

export const edges: readonly OptionEdge[] = [...ofModbusAbuse, ...ofControlCommands]
