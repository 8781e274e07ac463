import { IpProtocol } from '../../decode/frame.ts'
import { ModbusMessage } from '../../decode/modbus.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker, type TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 devices, writers and probers at 250 B each are 1.5 MB. */
export const pairCountMax = 2_048
/** 64 clients of one device are more than any has; a set of them costs 2 kB. */
export const clientCountMax = 64
const modbusPort = 502

class Device extends Tracker {
  /** Those that read or write. */
  messageCount = 0
  /** Clients that talked to it while it was learned, and those of them that wrote. */
  readonly clients = new Set<HostId>()
  readonly writers = new Set<HostId>()
}

class Prober extends Tracker {
  readonly refusedFunctions = new DistinctCounter()
}

export const modbusAbuse = defineDetector({
  name: 'modbus_abuse',
  family: 'behaviour',
  about:
    'A client that writes to a control device and never did before, or that tries functions which ' +
    'the device refuses; clients that talk to it while it is learned are left alone.',
  kinds: [
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
      recommend:
        'Find out which person or program on the source tries the functions of this device.',
    },
  ],
  options: {
    learnSeconds: seconds(30, {
      about: 'Time that a device is watched before a client that writes to it counts as new',
    }),
    learnCountMin: limit(20, {
      about:
        'Messages that read or write in that time: fewer, and tests of its line, do not show ' +
        'which clients belong to it',
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
    allow: allowSources('Clients that may write or try functions, such as an engineering station'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { learnSeconds, learnCountMin, writeCountMin, refusedCountMin } = settings
    const { forgetAfterSeconds } = settings
    const message = new ModbusMessage()
    const bounds = { countMax: pairCountMax, forgetAfterSeconds }
    const devices = new TrackerTable({ traffic, ...bounds, tracker: Device })
    const writers = new EventCounter(traffic, { ...bounds, eventCountMin: writeCountMin })
    const probers = new TrackerTable({ traffic, ...bounds, tracker: Prober })

    function isLearning(device: Device): boolean {
      const seconds = (traffic.timeUs - device.firstUs) / 1e6
      return seconds < learnSeconds || device.messageCount < learnCountMin
    }

    /** A stranger that writes is an intruder; a known reader may be an operator at a panel. */
    function seeWrite(device: Device, key: TrackerKey): void {
      const writer = writers.countPacket(key)
      if (!writer) return
      const { functionCode, address } = message
      const where = address === -1 ? '' : ` at address ${address}`
      const isKnown = device.clients.has(key.host)
      reportWriter(writer, { request: `function ${functionCode}${where}`, isKnown })
    }

    function reportWriter(writer: EventTracker, first: FirstWrite): void {
      const { count } = writer
      const { request, isKnown } = first
      reporter.emit({
        restate: () => reportWriter(writer, first),
        ...about(writer),
        kind: 'modbus_new_writer',
        isPerhapsOrdinary: isKnown,
        severity: isKnown ? 'low' : severityOf(count, settings.writeLevels),
        score: isKnown ? 0.4 : Math.max(0.7, growthScore(count, 1)),
        confidence: 0.8,
        targetPort: modbusPort,
        values: {
          times: counted(count, 'time'),
          request,
          limit: writeCountMin,
        },
        reasons: [countReason('writes', count, { typical: 0, unit: 'messages' })],
      })
    }

    function seeRefusal(key: TrackerKey): void {
      const prober = probers.open(key)
      prober.evidence.addPacket(traffic)
      if (!prober.refusedFunctions.add(message.functionCode)) return
      if (prober.hasDoubled(prober.refusedFunctions.count, refusedCountMin)) reportProber(prober)
    }

    function reportProber(prober: Prober): void {
      const { count } = prober.refusedFunctions
      reporter.emit({
        restate: () => reportProber(prober),
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

    return {
      ports: [modbusPort],
      onPayload() {
        const { flow, packet } = traffic
        if (flows.responderPort(flow) !== modbusPort || frame.protocol !== IpProtocol.tcp) return
        if (!message.parse(packet.bytes, frame.payloadOffset, frame.payloadLength)) return
        const key = { host: flows.originator(flow), peer: flows.responder(flow) }
        const device = devices.open({ host: key.peer })
        if (message.isRead || message.isWrite) device.messageCount++
        const isWrite = message.isWrite && flows.fromOriginator
        if (isLearning(device)) {
          learn(device.clients, key.host)
          if (isWrite) learn(device.writers, key.host)
        } else if (isWrite && !device.writers.has(key.host)) {
          seeWrite(device, key)
        }
        if (!flows.fromOriginator && message.isException) seeRefusal(key)
      },
    }
  },
})

/** The write that a statement names, and whether its client has read before. */
interface FirstWrite {
  readonly request: string
  readonly isKnown: boolean
}

function learn(clients: Set<HostId>, client: HostId): void {
  if (clients.size < clientCountMax) clients.add(client)
}
