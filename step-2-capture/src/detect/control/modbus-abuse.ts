import { IpProtocol } from '../../decode/frame.ts'
import { ModbusMessage } from '../../decode/modbus.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker, type TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface ModbusAbuseOptions {
  /** How long a device is watched before a client that writes to it counts as new, in seconds. */
  readonly learnSeconds?: number
  /** Messages of others in that time: before, nobody can say who belongs to the device. */
  readonly learnCountMin?: number
  /** Function codes that a device refused one client: a person tries what it can do. */
  readonly refusedCountMin?: number
}

const defaults: Required<ModbusAbuseOptions> = {
  learnSeconds: 30,
  learnCountMin: 20,
  refusedCountMin: 5,
}

/** 2,048 devices and pairs at 250 B are 1 MB. */
const groupCountMax = 2_048
const forgetAfterSeconds = 7 * 86_400
const modbusPort = 502

const newWriter: DetectionKind = {
  kind: 'modbus_new_writer',
  technique: techniques.T0855,
  recommendation:
    'Ask the operator of the plant whether this client may write. If not, cut it off at once and ' +
    'check the values that it wrote.',
}
const refused: DetectionKind = {
  kind: 'modbus_probing',
  technique: techniques.T0846,
  recommendation: 'Find out who tries the functions of this device from the client.',
}

/** A client that never wrote to a control device before, or that tries what the device can do. */
export function createModbusAbuse(options: ModbusAbuseOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new ModbusAbuse(traffic, { ...defaults, ...options })
}

class Device extends Tracker {
  messageCount = 0
  /** Clients that talked to it while it was learned, and those of them that wrote. */
  readonly clients = new Set<number>()
  readonly writers = new Set<number>()
}

class Client extends Tracker {
  writeCount = 0
  readonly refusedFunctions = new DistinctCounter()
}

class ModbusAbuse implements TrafficObserver {
  readonly name = 'modbus_abuse'
  readonly ports = [modbusPort]
  readonly #traffic: Traffic
  readonly #options: Required<ModbusAbuseOptions>
  readonly #message = new ModbusMessage()
  readonly #devices: TrackerTable<Device>
  readonly #clients: TrackerTable<Client>

  constructor(traffic: Traffic, options: Required<ModbusAbuseOptions>) {
    this.#traffic = traffic
    this.#options = options
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds }
    this.#devices = new TrackerTable({
      ...bounds,
      tracker: Device,
    })
    this.#clients = new TrackerTable({
      ...bounds,
      tracker: Client,
    })
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
    if (this.#isLearning(device)) {
      learn(device.clients, host)
      if (this.#message.isWrite && flows.fromOriginator) learn(device.writers, host)
    } else if (flows.fromOriginator && this.#message.isWrite && !device.writers.has(host)) {
      this.#seeWrite(device, { host, peer })
    }
    if (!flows.fromOriginator && this.#message.isException) this.#seeRefusal({ host, peer })
  }

  #isLearning(device: Device): boolean {
    const { learnSeconds, learnCountMin } = this.#options
    const seconds = (this.#traffic.timeUs - device.firstUs) / 1e6
    return seconds < learnSeconds || device.messageCount < learnCountMin
  }

  /** A stranger that writes is an intruder; a known reader may be an operator at his panel. */
  #seeWrite(device: Device, key: TrackerKey): void {
    const { hosts } = this.#traffic
    const isKnown = device.clients.has(key.host)
    const client = this.#clients.open(key)
    client.writeCount++
    client.evidence.addPacket(this.#traffic)
    if (!client.hasDoubled(client.writeCount, 1)) return
    const { functionCode, address } = this.#message
    const where = address === -1 ? '' : ` at address ${address}`
    reportGroup(this.#traffic, client, {
      detector: this.name,
      kind: newWriter,
      severity: isKnown ? 'low' : severityOf(client.writeCount, { medium: 1, high: 16 }),
      score: isKnown ? 0.4 : Math.max(0.7, growthScore(client.writeCount, 1)),
      confidence: 0.8,
      targetPort: modbusPort,
      title:
        `${hosts.text(client.host)} wrote to the control device ${hosts.text(client.peer)} ` +
        `${client.writeCount} times (function ${functionCode}${where}), and never before (usual: 0)`,
      reasons: [countReason('writes', client.writeCount, { typical: 0, unit: 'messages' })],
    })
  }

  #seeRefusal(key: TrackerKey): void {
    const { hosts } = this.#traffic
    const { refusedCountMin } = this.#options
    const client = this.#clients.open(key)
    client.evidence.addPacket(this.#traffic)
    if (!client.refusedFunctions.add(this.#message.functionCode)) return
    const { count } = client.refusedFunctions
    if (!client.hasDoubled(count, refusedCountMin)) return
    reportGroup(this.#traffic, client, {
      detector: this.name,
      kind: refused,
      severity: 'medium',
      score: growthScore(count, refusedCountMin),
      confidence: 0.7,
      targetPort: modbusPort,
      title:
        `${hosts.text(client.host)} tried ${count} functions that the control device ` +
        `${hosts.text(client.peer)} refuses (usual: below ${refusedCountMin})`,
      reasons: [
        countReason('refused_functions', count, { typical: refusedCountMin - 1, unit: 'codes' }),
      ],
    })
  }
}

/** 64 clients of one device are more than any has. */
function learn(clients: Set<number>, client: HostId): void {
  if (clients.size < 64) clients.add(client)
}
