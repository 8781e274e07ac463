import { modbusAbuse } from '../../src/detect/control/modbus-abuse.ts'
import { modbusFrame, registers } from '../../src/simulate/packet-builder/modbus.ts'
import type { OptionEdge } from '../option-edge.ts'
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

export const edges: readonly OptionEdge[] = [
  { option: 'learnSeconds', script: written, below: 41, at: 40 },
  { option: 'learnCountMin', script: written, below: 82, at: 81 },
  { option: 'writeCountMin', script: written, below: 2, at: 1 },
  { option: 'refusedCountMin', script: refused, below: 6, at: 5 },
  { option: 'writeLevels.medium', script: written, below: 2, at: 1 },
  { option: 'writeLevels.high', script: written, below: 2, at: 1 },
  { option: 'forgetAfterSeconds', script: () => written(polled().wait(10)), below: 11, at: 12 },
  { option: 'allow', script: written, below: [stranger], at: [] },
].map((edge) => ({ ...edge, detector: modbusAbuse }))
