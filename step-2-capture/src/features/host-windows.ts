import { type Frame, Layer, TcpFlag } from '../decode/frame.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import type { FlowTable } from '../flow/flow-table.ts'
import { HostColumn, type HostTable } from '../flow/host-table.ts'
import { KeyIndex } from '../flow/key-index.ts'
import { HostFeatureIndex, type HostWindow, hostFeatures } from './host-window.ts'

/** 32,768 hosts in one window at 80 B are 3 MB; further ones are counted, not watched. */
export const windowHostCountMax = 32_768
/** 262,144 distinct things in one window at 20 B are 5 MB; then the distinct counts stand still. */
const distinctCountMax = 262_144

const featureCount = hostFeatures.length
const f = HostFeatureIndex
/** Kinds of distinct thing, kept apart in one set. */
const Distinct = { destination: 1, port: 2, pair: 3 } as const

export interface HostWindowsOptions {
  readonly flows: FlowTable
  readonly hosts: HostTable
  readonly windowSeconds: number
  readonly seed: number
  /** Called for each host that was active in a window, in order of first activity. */
  readonly onWindow: (window: HostWindow) => void
}

/**
 * Counts each host's traffic in windows of traffic time, and hands each window out once. Packets
 * are counted in their flow alone, which is at hand; a flow's share goes to its two hosts when the
 * window closes or the flow ends. So a packet costs one comparison here, unless it opens, resets or
 * closes something.
 */
export class HostWindows {
  /** Number of the current window: traffic time divided by the window's length. */
  number = -1
  unwatchedCount = 0
  readonly #options: HostWindowsOptions
  readonly #windowUs: number
  /** Row of each host + 1, or 0 while the host is silent in this window. */
  readonly #rowOf: Int32Array
  readonly #hostOf = new Int32Array(windowHostCountMax)
  readonly #values = new Float64Array(windowHostCountMax * featureCount)
  readonly #distinct: KeyIndex
  #rowCount = 0
  /** Flows with packets that were not counted to their hosts yet. */
  readonly #active: Int32Array
  #activeCount = 0

  constructor(options: HostWindowsOptions) {
    this.#options = options
    this.#windowUs = options.windowSeconds * 1e6
    this.#rowOf = new Int32Array(options.hosts.countMax)
    this.#active = new Int32Array(options.flows.countMax)
    this.#distinct = new KeyIndex({
      wordCount: 3,
      keyCountMax: distinctCountMax,
      seed: options.seed,
    })
  }

  /** Closes the window when `timeUs` lies in a later one. Earlier times count into the current. */
  advance(timeUs: number): void {
    const number = Math.floor(timeUs / this.#windowUs)
    if (number <= this.number) return
    this.flush()
    this.number = number
  }

  /** Sees one IP packet of a flow, that `flows.update` was just called for. */
  count(frame: Frame, flow: number): void {
    const { flows } = this.#options
    if (flows.value(flow, FlowColumn.lastWindow) !== this.number) this.#activate(flow)
    if (flows.isNew) this.#countOpened(flow)
    if (frame.tcpFlags & (TcpFlag.syn | TcpFlag.rst) && frame.layers & Layer.tcp) {
      this.#countControl(frame, flow)
    }
  }

  /** Brings the totals of hosts up to date, so that they can be looked at between two windows. */
  settle(): void {
    for (let i = 0; i < this.#activeCount; i++) this.settleFlow(this.#active[i] as number)
    this.#activeCount = 0
  }

  /** Counts a flow's share to its hosts: what has come since the last time. */
  settleFlow(flow: number): void {
    const { flows } = this.#options
    if (flows.value(flow, FlowColumn.lastWindow) === -1) return
    flows.set(flow, FlowColumn.lastWindow, -1)
    const originator = flows.value(flow, FlowColumn.originator)
    const responder = flows.value(flow, FlowColumn.responder)
    this.#settleDirection(flow, 0, originator, responder)
    this.#settleDirection(flow, 1, responder, originator)
    flows.set(flow, FlowColumn.gapSquares, 0)
    flows.set(flow, FlowColumn.gapCount, 0)
  }

  /** Hands out every window of the current number. */
  flush(): void {
    this.settle()
    for (let row = 0; row < this.#rowCount; row++) {
      const host = this.#hostOf[row] as number
      const at = row * featureCount
      this.#options.onWindow({
        host,
        startUs: this.number * this.#windowUs,
        endUs: (this.number + 1) * this.#windowUs,
        row: this.#values.subarray(at, at + featureCount),
      })
      this.#rowOf[host] = 0
    }
    this.#values.fill(0, 0, this.#rowCount * featureCount)
    this.#rowCount = 0
    this.#distinct.clear()
  }

  /** The host's id is about to be reused: what it did in this window is handed to nobody. */
  forget(host: number): void {
    const row = (this.#rowOf[host] as number) - 1
    if (row === -1) return
    this.#rowOf[host] = 0
    // The last row takes its place.
    const last = --this.#rowCount
    const lastHost = this.#hostOf[last] as number
    this.#values.copyWithin(row * featureCount, last * featureCount, (last + 1) * featureCount)
    this.#values.fill(0, last * featureCount, (last + 1) * featureCount)
    this.#hostOf[row] = lastHost
    if (lastHost !== host) this.#rowOf[lastHost] = row + 1
  }

  /** The first packet of a flow in this window: its hosts get their rows, in order of activity. */
  #activate(flow: number): void {
    const { flows } = this.#options
    if (this.#activeCount === this.#active.length) this.settle()
    this.#active[this.#activeCount++] = flow
    flows.set(flow, FlowColumn.lastWindow, this.number)
    this.#row(flows.value(flow, FlowColumn.originator))
    this.#row(flows.value(flow, FlowColumn.responder))
  }

  /** @param side 0 for what the originator sent, 1 for what the responder sent. */
  #settleDirection(flow: number, side: number, sender: number, receiver: number): void {
    const { flows, hosts } = this.#options
    const packets = flows.value(flow, FlowColumn.originatorPackets + side)
    const bytes = flows.value(flow, FlowColumn.originatorBytes + side)
    const newPackets = packets - flows.value(flow, FlowColumn.countedOriginatorPackets + side)
    if (newPackets === 0) return
    const newBytes = bytes - flows.value(flow, FlowColumn.countedOriginatorBytes + side)
    flows.set(flow, FlowColumn.countedOriginatorPackets + side, packets)
    flows.set(flow, FlowColumn.countedOriginatorBytes + side, bytes)
    flows.set(flow, FlowColumn.originatorSizeSquares + side, 0)
    hosts.set(sender, HostColumn.lastUs, flows.value(flow, FlowColumn.lastUs))
    hosts.set(receiver, HostColumn.lastUs, flows.value(flow, FlowColumn.lastUs))
    hosts.add(sender, HostColumn.packetsSent, newPackets)
    hosts.add(sender, HostColumn.bytesSent, newBytes)
    hosts.add(receiver, HostColumn.packetsReceived, newPackets)
    hosts.add(receiver, HostColumn.bytesReceived, newBytes)
    const senderRow = this.#row(sender)
    const receiverRow = this.#row(receiver)
    this.#add(senderRow, f.packets_sent, newPackets)
    this.#add(senderRow, f.bytes_sent, newBytes)
    this.#add(receiverRow, f.packets_received, newPackets)
    this.#add(receiverRow, f.bytes_received, newBytes)
  }

  #countOpened(flow: number): void {
    const { flows } = this.#options
    const host = flows.value(flow, FlowColumn.originator)
    const target = flows.value(flow, FlowColumn.responder)
    const port = flows.value(flow, FlowColumn.responderPort)
    const row = this.#row(host)
    this.#add(row, f.flows_opened, 1)
    if (this.#isFirst(host, Distinct.destination, target)) this.#add(row, f.destinations, 1)
    if (this.#isFirst(host, Distinct.port, port)) this.#add(row, f.ports, 1)
    if (this.#isFirst(host, Distinct.pair + port * 8, target)) this.#add(row, f.pairs, 1)
  }

  /** SYN and RST are rare, so they are counted as they come. */
  #countControl(frame: Frame, flow: number): void {
    const { flows } = this.#options
    const originator = flows.value(flow, FlowColumn.originator)
    const responder = flows.value(flow, FlowColumn.responder)
    const sender = flows.fromOriginator ? originator : responder
    const receiver = flows.fromOriginator ? responder : originator
    if (frame.tcpFlags & TcpFlag.rst) this.#add(this.#row(receiver), f.resets_received, 1)
    else if (!(frame.tcpFlags & TcpFlag.ack)) this.#add(this.#row(sender), f.syn_sent, 1)
  }

  #isFirst(host: number, kind: number, value: number): boolean {
    const { key } = this.#distinct
    key[0] = host
    key[1] = kind
    key[2] = value
    return this.#distinct.find() === -1 && this.#distinct.add() !== -1
  }

  #row(host: number): number {
    const known = this.#rowOf[host] as number
    if (known !== 0) return known - 1
    if (this.#rowCount === windowHostCountMax) {
      this.unwatchedCount++
      return -1
    }
    this.#hostOf[this.#rowCount] = host
    this.#rowOf[host] = ++this.#rowCount
    return this.#rowCount - 1
  }

  #add(row: number, feature: number, amount: number): void {
    if (row === -1) return
    const at = row * featureCount + feature
    this.#values[at] = (this.#values[at] as number) + amount
  }
}
