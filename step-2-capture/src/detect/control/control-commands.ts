import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import type { DetectionHandle } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { type ControlCommand, type ControlProtocol, controlProtocols } from './control-protocols.ts'

/** 2,048 clients of devices at 300 B are 600 kB. */
export const controlClientCountMax = 2_048
/** 256 commands at once that wait for what their clients do next: 50 kB. A further one stays low. */
export const waitingCountMax = 256

/** One client of one device, over one protocol. */
class ControlClient extends Tracker {
  /** Requests that are no commands. */
  requestCount = 0
  /** It sent a command and did little else: what it sends later is not excused. */
  isStranger = false
}

/** How often one client sent one command. */
class SentCommand extends Tracker {
  count = 0
}

/** A command that was stated as low until it is clear who sent it. */
interface Waiting {
  readonly sent: Sent
  readonly handle: DetectionHandle
  readonly dueUs: number
}

interface Sent {
  readonly protocol: ControlProtocol
  readonly command: ControlCommand
  readonly client: ControlClient
  readonly tracker: SentCommand
  readonly flow: FlowId
  readonly port: number
}

const protocolOf = new Map(
  controlProtocols.flatMap((protocol) => protocol.ports.map((port) => [port, protocol] as const)),
)

export const controlCommands = defineDetector({
  name: 'control_commands',
  family: 'behaviour',
  about:
    'Commands that stop, restart or reprogram a controller, over S7, DNP3, EtherNet/IP, BACnet, ' +
    'IEC 104, Modbus, FINS and MELSEC. A master or an engineering station asks a controller for a ' +
    'lot beside: commands of such a client are of low severity. Each command is stated as low at ' +
    'once, and raised when its client did little else in the next minute or closed the connection.',
  kinds: [
    {
      id: 'control_device_stop',
      title:
        '{source} sent {command} over {protocol} to the controller {target} {times} (threshold: {limit})',
      technique: techniques.T0816,
      recommend:
        'Ask the operator of the plant who sent it. If it was not planned, cut the source off, and ' +
        'check the state of the controller and of what it controls.',
    },
    {
      id: 'control_program_change',
      title:
        '{source} sent {command} over {protocol} to the controller {target} {times} (threshold: {limit})',
      technique: techniques.T0843,
      recommend:
        'Ask the operator of the plant who changed the controller. If it was not planned, cut the ' +
        "source off, and compare the controller's program with the one that is kept.",
    },
  ],
  options: {
    commandCountMin: limit(1, {
      about: 'Times that one client sends one command',
      unit: 'commands',
    }),
    knownRequestCount: limit(1, {
      about:
        'Other requests from which on a client is taken for a master or an engineering station',
      unit: 'requests',
      source: 'captures of masters, of which the shortest reads once before it restarts a device',
    }),
    settleSeconds: seconds(60, {
      about: 'Traffic time after a command in which the other requests of its client count too',
      max: 3_600,
    }),
    forgetAfterSeconds: forgetAfter('a client and a controller are', 604_800),
    allow: allowSources('Engineering stations'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { commandCountMin, knownRequestCount, settleSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: controlClientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: ControlClient })
    const commands = new TrackerTable({ ...bounds, tracker: SentCommand })
    let waiting: Waiting[] = []

    function seeRequest(protocol: ControlProtocol, code: number): void {
      const { flow } = traffic
      const port = flows.responderPort(flow)
      const ends = { host: flows.originator(flow), peer: flows.responder(flow) }
      // A program that plays a controller on the same machine moves nothing.
      if (ends.host === ends.peer) return
      const client = clients.open({ ...ends, part: port })
      const command = protocol.commands[code]
      if (command === undefined) {
        client.requestCount++
        return
      }
      const tracker = commands.open({ ...ends, part: port * 65_536 + (code & 0xffff) })
      tracker.count++
      tracker.evidence.addPacket(traffic)
      if (!tracker.hasDoubled(tracker.count, commandCountMin)) return
      const sent = { protocol, command, client, tracker, flow, port }
      const handle = reporter.emit(statementOf(sent))
      if (command.severity === 'low' || client.isStranger) return
      if (waiting.length === waitingCountMax) return
      waiting.push({ sent, handle, dueUs: traffic.timeUs + settleSeconds * 1e6 })
    }

    function statementOf({ protocol, command, client, tracker, port }: Sent) {
      const isGrave = client.isStranger && command.severity !== 'low'
      const growth = growthScore(tracker.count, 1)
      return {
        ...about(tracker),
        kind: command.kind,
        severity: isGrave ? command.severity : 'low',
        score: isGrave ? Math.max(command.severity === 'high' ? 0.85 : 0.7, growth) : 0.4,
        confidence: 0.8,
        lastUs: tracker.lastUs,
        targetPort: port,
        values: {
          command: command.does,
          protocol: protocol.name,
          times: counted(tracker.count, 'time'),
          limit: commandCountMin,
        },
        reasons: [
          countReason('commands', tracker.count, { typical: 0, unit: 'commands' }),
          countReason('other_requests', client.requestCount, {
            typical: knownRequestCount,
            unit: 'requests',
          }),
        ],
      } as const
    }

    /** Judges the commands that have waited long enough, or whose connection is over. */
    function settle(isOver: (one: Waiting) => boolean): void {
      const over = waiting.filter(isOver)
      if (over.length === 0) return
      waiting = waiting.filter((one) => !over.includes(one))
      for (const { sent, handle } of over) {
        if (sent.client.requestCount >= knownRequestCount) continue
        sent.client.isStranger = true
        reporter.update(handle, statementOf(sent))
      }
    }

    return {
      ports: [...protocolOf.keys()],
      onPayload() {
        const protocol = protocolOf.get(frame.destinationPort)
        if (protocol === undefined) return
        if (!flows.fromOriginator && frame.sourcePort !== frame.destinationPort) return
        const { payloadOffset: start, payloadLength } = frame
        const code = protocol.read(traffic.packet.bytes, start, start + payloadLength)
        if (code !== -1) seeRequest(protocol, code)
      },
      onTick() {
        if (waiting.length > 0) settle(({ dueUs }) => traffic.timeUs >= dueUs)
      },
      onFlowClosed(flow) {
        if (waiting.length > 0) settle(({ sent }) => sent.flow === flow)
      },
      onFlowEnd(flow) {
        if (waiting.length > 0) settle(({ sent }) => sent.flow === flow)
      },
    }
  },
})
