import { readUint16 } from '../../decode/big-endian.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { abusedProcedures } from './abused-procedures.ts'

/** 1,024 clients, servers and kinds at 250 B. */
const groupCountMax = 1_024
const forgetAfterSeconds = 3_600
/** Where the first interface stands in a bind of DCE RPC, and the operation in a request. */
const bindUuidOffset = 32
const operationOffset = 22
const PacketType = { request: 0, bind: 11, alterContext: 14 } as const
/** SMB 2 carries calls in writes and in controls of a pipe; files come in larger pieces. */
const SmbCommand = { write: 9, control: 11 } as const
const smbCommandOffset = 16
const callBytesMax = 1_460
const kerberosPort = 88

/** Calls to another machine that attackers live by: copying a domain's passwords, and the like. */
export function createRemoteProcedureAbuse() {
  return (traffic: Traffic): TrafficObserver => new RemoteProcedureAbuse(traffic)
}

class Caller extends Tracker {
  count = 0
}

class RemoteProcedureAbuse implements TrafficObserver {
  readonly name = 'remote_procedure_abuse'
  readonly applications = [Application.rpc, Application.smb]
  readonly #traffic: Traffic
  readonly #callers: TrackerTable<Caller>
  /** One more than the index of the interface that a flow has bound to, or 0. */
  readonly #interface: FlowMarks
  /** 1 for a host that answers Kerberos: a domain controller, which may copy from another. */
  readonly #isController: Uint8Array

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#interface = new FlowMarks(traffic.flows)
    this.#isController = new Uint8Array(traffic.hosts.countMax)
    this.#callers = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Caller,
    })
  }

  onFlowAnswered(flow: FlowId): void {
    const { flows } = this.#traffic
    if (flows.responderPort(flow) !== kerberosPort) return
    this.#isController[flows.responder(flow)] = 1
  }

  onHostEvict(host: HostId): void {
    this.#isController[host] = 0
  }

  onPayload(): void {
    const { applications, flow, flows, packet, frame } = this.#traffic
    if (!flows.fromOriginator || frame.payloadLength > callBytesMax) return
    const { payloadOffset: start, payloadLength } = frame
    const end = start + payloadLength
    if (applications.of(flow) === Application.rpc) this.#seeCall(packet.bytes, start, end)
    else if (isPipe(packet.bytes, start, end)) {
      const call = callInside(packet.bytes, start, end)
      if (call !== -1) this.#seeCall(packet.bytes, call, end)
    }
  }

  #seeCall(bytes: Uint8Array, at: number, end: number): void {
    const { flow } = this.#traffic
    const type = bytes[at + 2]
    if (type === PacketType.bind || type === PacketType.alterContext) {
      if (end - at < bindUuidOffset + 16) return
      this.#interface.set(flow, 1 + interfaceAt(bytes, at + bindUuidOffset))
    } else if (type === PacketType.request && end - at >= 24) {
      const bound = abusedProcedures[this.#interface.get(flow) - 1]
      // Little-endian, as the data representation of every Windows says.
      const operation = readUint16(bytes, at + operationOffset) >>> 8
      if (bound?.operations.includes(operation)) this.#count(bound.kind, bound.isForControllers)
    }
  }

  #count(kind: DetectionKind, isForControllers: boolean): void {
    const { flow, flows, hosts } = this.#traffic
    const host = flows.originator(flow)
    if (isForControllers && this.#isController[host] === 1) return
    const peer = flows.responder(flow)
    const number = abusedProcedures.findIndex((procedure) => procedure.kind === kind)
    const caller = this.#callers.open({ host, peer, part: number })
    caller.count++
    caller.evidence.addPacket(this.#traffic)
    const { count } = caller
    if (!caller.hasDoubled(count, 1)) return
    const { severity = 'high', what } = abusedProcedures[
      number
    ] as (typeof abusedProcedures)[number]
    reportGroup(this.#traffic, caller, {
      detector: this.name,
      kind,
      severity,
      score: Math.max(severity === 'high' ? 0.85 : 0.65, growthScore(count, 1)),
      confidence: 0.75,
      targetPort: flows.responderPort(flow),
      title: `${hosts.text(host)} ${what} ${hosts.text(peer)}, ${count} calls (usual: 0)`,
      reasons: [countReason('calls', count, { typical: 0, unit: 'calls' })],
    })
  }
}

function interfaceAt(bytes: Uint8Array, at: number): number {
  return abusedProcedures.findIndex(({ uuid }) => uuid.every((byte, i) => bytes[at + i] === byte))
}

/** Whether a segment starts with a message of SMB 2 that may carry a call. */
function isPipe(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 100 || bytes[start + 4] !== 0xfe || bytes[start + 5] !== 0x53) return false
  const command = bytes[start + smbCommandOffset]
  return command === SmbCommand.write || command === SmbCommand.control
}

/** Where in it the call starts: version 5.0, then its type, all in one fragment, little-endian. */
function callInside(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 68; at + 24 <= end; at++) {
    if (bytes[at] !== 5 || bytes[at + 1] !== 0 || bytes[at + 4] !== 0x10) continue
    if (bytes[at + 5] === 0 && bytes[at + 6] === 0 && bytes[at + 7] === 0) return at
  }
  return -1
}
