import { IpProtocol } from '../../decode/frame.ts'
import { ModbusMessage } from '../../decode/modbus.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { addresses, levels, limit, type SettingsOf, seconds } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { AddressList } from '../track/address-list.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker, type TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 devices, writers and probers at 250 B each are 1.5 MB. */
export const pairCountMax = 2_048
/** 64 clients of one device are more than any has; a set of them costs 2 kB. */
export const clientCountMax = 64
const modbusPort = 502

const kinds = [
  {
    id: 'modbus_new_writer',
    title:
      '{source} wrote to the control device {target} {times} (last: {request}), and never before ' +
      '(threshold: {limit})',
    technique: techniques.T0855,
    recommend:
      'Ask the operator of the plant whether this client may write. If not, cut it off at once and ' +
      'check the values that it wrote.',
  },
  {
    id: 'modbus_probing',
    title:
      '{source} tried {functions} that the control device {target} refused (threshold: {limit})',
    technique: techniques.T0846,
    recommend: 'Find out which person or program on the source tries the functions of this device.',
  },
] as const

const options = {
  learnSeconds: seconds(30, {
    about: 'Time that a device is watched before a client that writes to it counts as new',
  }),
  learnCountMin: limit(20, {
    about: 'Messages of the device in that time: fewer do not show which clients belong to it',
    unit: 'messages',
  }),
  writeCountMin: limit(1, { about: 'Writes of a new client', unit: 'messages' }),
  refusedCountMin: limit(5, {
    about: 'Different functions that a device refused one client: programs know what it can do',
    unit: 'functions',
  }),
  writeLevels: levels(
    { medium: 1, high: 16 },
    {
      about:
        'Writes at which each severity starts; a client that has read before is of low severity',
      unit: 'messages',
    },
  ),
  forgetAfterSeconds: seconds(604_800, {
    about: 'A pause after which a device is learned anew, and a client counted anew',
    min: 1,
    max: 2_592_000,
  }),
  allow: addresses({
    about: 'Clients that may write or try functions, such as an engineering station',
  }),
}

/** A client that never wrote to a control device before, or that tries what the device can do. */
export const modbusAbuse = defineDetector({
  name: 'modbus_abuse',
  family: 'behaviour',
  about:
    'A client that writes to a control device and never did before, or that tries functions which ' +
    'the device refuses; clients that talk to it while it is learned are left alone.',
  kinds,
  options,
  watch: (traffic, settings, reporter) => new ModbusAbuse(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof options>
type ModbusReporter = Reporter<(typeof kinds)[number]>

class Device extends Tracker {
  messageCount = 0
  /** Clients that talked to it while it was learned, and those of them that wrote. */
  readonly clients = new Set<HostId>()
  readonly writers = new Set<HostId>()
}

class Writer extends Tracker {
  writeCount = 0
}

class Prober extends Tracker {
  readonly refusedFunctions = new DistinctCounter()
}

class ModbusAbuse implements TrafficObserver {
  readonly ports = [modbusPort]
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: ModbusReporter
  readonly #allowed: AddressList
  readonly #message = new ModbusMessage()
  readonly #devices: TrackerTable<Device>
  readonly #writers: TrackerTable<Writer>
  readonly #probers: TrackerTable<Prober>

  constructor(traffic: Traffic, settings: Settings, reporter: ModbusReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    const { forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: pairCountMax, forgetAfterSeconds }
    this.#devices = new TrackerTable({ ...bounds, tracker: Device })
    this.#writers = new TrackerTable({ ...bounds, tracker: Writer })
    this.#probers = new TrackerTable({ ...bounds, tracker: Prober })
  }

  onPayload(): void {
    const { flow, flows, frame, packet } = this.#traffic
    if (flows.responderPort(flow) !== modbusPort) return
    if (frame.protocol !== IpProtocol.tcp) return
    const { payloadOffset, payloadLength } = frame
    if (!this.#message.parse(packet.bytes, payloadOffset, payloadLength)) return
    const host = flows.originator(flow)
    const peer = flows.responder(flow)
    const device = this.#devices.open({ host: peer })
    device.messageCount++
    const isWrite = this.#message.isWrite && flows.fromOriginator
    if (this.#isLearning(device)) {
      learn(device.clients, host)
      if (isWrite) learn(device.writers, host)
    } else if (isWrite && !device.writers.has(host)) {
      this.#seeWrite(device, { host, peer })
    }
    if (!flows.fromOriginator && this.#message.isException) this.#seeRefusal({ host, peer })
  }

  #isLearning(device: Device): boolean {
    const { learnSeconds, learnCountMin } = this.#settings
    const seconds = (this.#traffic.timeUs - device.firstUs) / 1e6
    return seconds < learnSeconds || device.messageCount < learnCountMin
  }

  /** A stranger that writes is an intruder; a known reader may be an operator at a panel. */
  #seeWrite(device: Device, key: TrackerKey): void {
    const { writeCountMin, writeLevels } = this.#settings
    const isKnown = device.clients.has(key.host)
    const writer = this.#writers.open(key)
    writer.writeCount++
    writer.evidence.addPacket(this.#traffic)
    const { writeCount } = writer
    if (!writer.hasDoubled(writeCount, writeCountMin) || this.#isAllowed(writer)) return
    const { functionCode, address } = this.#message
    const where = address === -1 ? '' : ` at address ${address}`
    this.#reporter.emit({
      ...about(writer),
      kind: 'modbus_new_writer',
      severity: isKnown ? 'low' : severityOf(writeCount, writeLevels),
      score: isKnown ? 0.4 : Math.max(0.7, growthScore(writeCount, 1)),
      confidence: 0.8,
      targetPort: modbusPort,
      values: {
        times: counted(writeCount, 'time'),
        request: `function ${functionCode}${where}`,
        limit: writeCountMin,
      },
      reasons: [countReason('writes', writeCount, { typical: 0, unit: 'messages' })],
    })
  }

  #seeRefusal(key: TrackerKey): void {
    const { refusedCountMin } = this.#settings
    const prober = this.#probers.open(key)
    prober.evidence.addPacket(this.#traffic)
    if (!prober.refusedFunctions.add(this.#message.functionCode)) return
    const { count } = prober.refusedFunctions
    if (!prober.hasDoubled(count, refusedCountMin) || this.#isAllowed(prober)) return
    this.#reporter.emit({
      ...about(prober),
      kind: 'modbus_probing',
      severity: 'medium',
      score: growthScore(count, refusedCountMin),
      confidence: 0.7,
      targetPort: modbusPort,
      values: { functions: counted(count, 'function'), limit: refusedCountMin },
      reasons: [
        countReason('refused_functions', count, { typical: refusedCountMin - 1, unit: 'codes' }),
      ],
    })
  }

  #isAllowed(client: Tracker): boolean {
    return this.#allowed.has(this.#traffic.hosts.text(client.host))
  }
}

function learn(clients: Set<HostId>, client: HostId): void {
  if (clients.size < clientCountMax) clients.add(client)
}
