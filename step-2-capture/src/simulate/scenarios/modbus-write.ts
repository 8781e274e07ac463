import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { ModbusFunction, modbusFrame, registers } from '../packet-builder/modbus.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const modbusWrite: Scenario = {
  name: 'modbus_write',
  description: 'A host that never spoke to the controller writes its coils and registers.',
  kind: 'attack',
  technique: 'T0855',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.insider(random)
    const victim = office.machines.controller
    const count = random.integer(8, 60)
    const start = {
      kind: 'modbus_new_writer',
      attacker,
      victims: [victim],
      details: { writes: count },
    }
    const run = function* () {
      const ends = { client: attacker, server: victim, port: 502 }
      const conversation = new TcpConversation(network, ends)
      if (!(yield* conversation.open())) return
      for (let transactionId = 1; transactionId <= count; transactionId++) {
        yield* writeOnce(stage, conversation, transactionId)
        yield random.exponential(600_000)
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}

/** One write; the controller repeats what it did, or only where and how much (function 16). */
function* writeOnce(
  { random }: Stage,
  conversation: TcpConversation,
  transactionId: number,
): Process {
  const { writeSingleCoil, writeSingleRegister, writeMultipleRegisters } = ModbusFunction
  const written = random.pick([writeSingleCoil, writeSingleRegister, writeMultipleRegisters])
  const address = random.integer(0, 120)
  const ids = { transactionId, unit: 1, function: written }
  const value = written === writeSingleCoil ? random.pick([0xff00, 0]) : random.integer(0, 5000)
  const single = registers(address, value)
  const multiple = Buffer.concat([registers(address, 2), Buffer.from([4]), registers(value, 0)])
  const isMultiple = written === writeMultipleRegisters
  yield* conversation.send('client', modbusFrame(ids, isMultiple ? multiple : single))
  yield conversation.reactionUs('server') + 4000
  const answer = isMultiple ? registers(address, 2) : single
  yield* conversation.send('server', modbusFrame(ids, answer))
  yield conversation.reactionUs('client')
}
