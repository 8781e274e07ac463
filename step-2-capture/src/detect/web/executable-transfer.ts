import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 pairs at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 86_400
/** Pairs with an FTP session, whose data connections carry files of all kinds: 1,024 of 40 B. */
const ftpPairCountMax = 1_024
/** Where in a stream the file may begin: some loaders send its length first. */
const startBytesMax = 64
const headBytes = 512

const executableTransfer: DetectionKind = {
  kind: 'executable_transfer',
  technique: techniques.T1105,
  recommendation:
    'Isolate the receiver: a program was sent to it outside of any protocol for files, as exploits ' +
    'load their second stage. Cut the file out of the capture and have it looked at.',
}

/** Windows and DOS programs, with the text that their headers hold. */
const dosText = /MZ[\s\S]{40,400}This program (?:cannot|must) be run/
/** Linux programs start with these. */
const elfStart = [0x7f, 0x45, 0x4c, 0x46]

/** A program sent over a connection that speaks no protocol for files. */
export function createExecutableTransfer() {
  return (traffic: Traffic): TrafficObserver => new ExecutableTransfer(traffic)
}

class Transfer extends Tracker {
  count = 0
}

class ExecutableTransfer implements TrafficObserver {
  readonly name = 'executable_transfer'
  readonly applications = [Application.other, Application.ftp]
  readonly #traffic: Traffic
  readonly #transfers: TrackerTable<Transfer>
  readonly #ftpPairs = new BoundedMap<number, true>({ countMax: ftpPairCountMax })

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#transfers = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Transfer,
    })
  }

  onPayload(): void {
    const { applications, flow, flows, frame } = this.#traffic
    if (applications.of(flow) === Application.ftp) {
      this.#rememberFtp(flow)
      return
    }
    const side = flows.fromOriginator ? 0 : 1
    const sent = flows.value(flow, FlowColumn.originatorPayloadBytes + side)
    if (sent - frame.payloadWireLength > startBytesMax || !this.#isProgram()) return
    if (flows.responderPort(flow) === 20 || this.#isFtp(flow)) return
    this.#count(flow)
  }

  #isProgram(): boolean {
    const { packet, frame } = this.#traffic
    const start = frame.payloadOffset
    const { bytes } = packet
    // Most payloads are told apart by a few bytes, before any text is made of them.
    let at = start
    while (at < start + 8 && !isStart(bytes[at] as number, bytes[at + 1] as number)) at++
    if (at === start + 8) return false
    const text = latin1Text(bytes, start, start + Math.min(frame.payloadLength, headBytes))
    return dosText.test(text) || elfStart.every((byte, i) => bytes[start + i] === byte)
  }

  #rememberFtp(flow: FlowId): void {
    this.#ftpPairs.set(this.#pair(flow), true)
  }

  #isFtp(flow: FlowId): boolean {
    return this.#ftpPairs.has(this.#pair(flow))
  }

  /** The same for both directions: an active data connection is opened by the server. */
  #pair(flow: FlowId): number {
    const { flows } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    return Math.min(originator, responder) * 2 ** 18 + Math.max(originator, responder)
  }

  #count(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const [sender, receiver] = flows.fromOriginator
      ? [originator, responder]
      : [responder, originator]
    const port = flows.responderPort(flow)
    const transfer = this.#transfers.open({ host: sender, peer: receiver, part: port })
    transfer.count++
    transfer.evidence.addPacket(this.#traffic)
    if (!transfer.hasDoubled(transfer.count, 1)) return
    reportGroup(this.#traffic, transfer, {
      detector: this.name,
      kind: executableTransfer,
      severity: 'high',
      score: 0.85,
      confidence: 0.8,
      targetPort: port,
      title:
        `${hosts.text(sender)} sent a program to ${hosts.text(receiver)} over a bare connection ` +
        `to port ${port}, ${transfer.count} times (usual: 0)`,
      reasons: [countReason('programs', transfer.count, { typical: 0, unit: 'files' })],
    })
  }
}

/** "MZ" or the first two bytes of ELF. */
function isStart(first: number, second: number): boolean {
  return (first === 0x4d && second === 0x5a) || (first === 0x7f && second === 0x45)
}
