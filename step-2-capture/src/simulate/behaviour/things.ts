import { lookUp } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Office } from '../network/office.ts'
import { ModbusFunction, modbusFrame, registers } from '../packet-builder/modbus.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'

/** A thermostat that reports to its maker's cloud over one MQTT connection, every half minute. */
export function* reportTemperature(office: Office): Process {
  const { thermostat } = office.machines
  const { network, resolver } = office
  const name = 'mqtt-eu.homeclimate.example'
  const broker = office.internet.host(name, 'amazon')
  broker.openPorts.add(8883)
  yield* lookUp(network, { client: thermostat, resolver, name, target: broker })
  const options = { client: thermostat, server: broker, serverName: name, port: 8883 }
  const session = new TlsSession(network, { ...options, profile: opensslTls })
  if (!(yield* session.open())) return
  yield* session.exchange({ requestLength: 84, answerLength: 4, thinkMs: 4 })
  for (;;) {
    yield (30 + thermostat.random.normal(0, 1.2)) * 1e6
    const requestLength = 60 + thermostat.random.integer(0, 12)
    yield* session.exchange({ requestLength, answerLength: 4, thinkMs: 2 })
  }
}

/** A door sensor that wakes up, says hello to its cloud and hangs up: small, regular and harmless. */
export function* reportDoor(office: Office): Process {
  const { doorSensor } = office.machines
  const { network, resolver } = office
  const name = 'api.door-things.example'
  const server = office.internet.host(name, 'amazon')
  for (;;) {
    yield doorSensor.random.between(40, 90) * 1e6
    yield* lookUp(network, { client: doorSensor, resolver, name, target: server })
    const options = { client: doorSensor, server, serverName: name, profile: opensslTls }
    const session = new TlsSession(network, options)
    if (!(yield* session.open())) continue
    const requestLength = doorSensor.random.integer(180, 320)
    yield* session.exchange({ requestLength, answerLength: 120, thinkMs: 20 })
    yield* session.close('server')
  }
}

/** The operator's panel of a small plant: reads the controller's registers every two seconds. */
export function* pollController(office: Office): Process {
  const { operatorPanel, controller } = office.machines
  const ends = { client: operatorPanel, server: controller, port: 502 }
  const conversation = new TcpConversation(office.network, ends)
  yield operatorPanel.random.between(0, 3) * 1e6
  if (!(yield* conversation.open())) return
  const unit = 1
  for (let transactionId = 1; ; transactionId = (transactionId + 1) & 0xffff) {
    const ids = { transactionId, unit, function: ModbusFunction.readHoldingRegisters }
    yield* conversation.send('client', modbusFrame(ids, registers(100, 10)))
    yield conversation.reactionUs('server') + 3000
    const values = Array.from({ length: 10 }, (_, index) =>
      Math.round(controller.random.normal(200 + 80 * index, 2)),
    )
    const answer = Buffer.concat([Buffer.from([20]), registers(...values)])
    yield* conversation.send('server', modbusFrame(ids, answer))
    yield (2 + operatorPanel.random.normal(0, 0.01)) * 1e6
  }
}
