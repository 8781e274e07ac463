import { type Frame, Layer, TcpFlag } from '../decode/frame.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import type { FlowTable } from '../flow/flow-table.ts'
import { KeyIndex } from '../flow/key-index.ts'
import type { Packet } from '../pcap/packet.ts'
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
  readonly hostCountMax: number
  readonly windowSeconds: number
  readonly seed: number
  /** Called for each host that was active in a window, in order of first activity. */
  readonly onWindow: (window: HostWindow) => void
}

/** Counts each host's traffic in windows of traffic time, and hands each window out once. */
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

  constructor(options: HostWindowsOptions) {
    this.#options = options
    this.#windowUs = options.windowSeconds * 1e6
    this.#rowOf = new Int32Array(options.hostCountMax)
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

  /** Counts one IP packet of a flow, that `flows.update` was just called for. */
  count(packet: Packet, frame: Frame, flow: number): void {
    const { flows } = this.#options
    const { fromOriginator } = flows
    const originator = flows.value(flow, FlowColumn.originator)
    const responder = flows.value(flow, FlowColumn.responder)
    const sender = this.#row(fromOriginator ? originator : responder)
    const receiver = this.#row(fromOriginator ? responder : originator)
    this.#add(sender, f.packets_sent, 1)
    this.#add(sender, f.bytes_sent, packet.originalLength)
    this.#add(receiver, f.packets_received, 1)
    this.#add(receiver, f.bytes_received, packet.originalLength)
    if (frame.layers & Layer.tcp) {
      if ((frame.tcpFlags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn) {
        this.#add(sender, f.syn_sent, 1)
      }
      if (frame.tcpFlags & TcpFlag.rst) this.#add(receiver, f.resets_received, 1)
    }
    if (flows.isNew) this.#countOpened(fromOriginator ? sender : receiver, flow)
  }

  /** Hands out every window of the current number. */
  flush(): void {
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

  #countOpened(row: number, flow: number): void {
    const { flows } = this.#options
    const host = flows.value(flow, FlowColumn.originator)
    const target = flows.value(flow, FlowColumn.responder)
    const port = flows.value(flow, FlowColumn.responderPort)
    this.#add(row, f.flows_opened, 1)
    if (this.#isFirst(host, Distinct.destination, target)) this.#add(row, f.destinations, 1)
    if (this.#isFirst(host, Distinct.port, port)) this.#add(row, f.ports, 1)
    if (this.#isFirst(host, Distinct.pair + port * 8, target)) this.#add(row, f.pairs, 1)
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
