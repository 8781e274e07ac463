import type { FlowId } from '../flow/flow-rows.ts'
import type { FlowTable } from '../flow/flow-table.ts'
import type { HostId } from '../flow/host-rows.ts'
import type { HostTable } from '../flow/host-table.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { RecencyLists } from '../memory/recency-lists.ts'
import {
  DampedPairs,
  DampedStreams,
  decaysPerSecond,
  pairStatisticCount,
  streamStatisticCount,
} from './damped-statistics.ts'

/** 32,768 pairs of hosts at about 700 B are 23 MB; the one idle for longest goes, and is counted. */
export const channelCountMax = 32_768

const streamLength = decaysPerSecond.length * streamStatisticCount
const pairLength = decaysPerSecond.length * pairStatisticCount
/** Numbers that `add` writes: host, channel, gaps of the channel, socket. */
export const streamNumberCount = 2 * streamLength + 2 * pairLength

export interface PacketStreamsOptions {
  readonly flows: FlowTable
  readonly hosts: HostTable
  readonly seed: number
  readonly channelCountMax?: number
}

/**
 * The streams that a packet belongs to: those of its sender, of the two hosts, and of its flow.
 * Hosts and flows have their rows in tables that are bounded already; 20 and 24 MB follow them.
 */
export class PacketStreams {
  evictedCount = 0
  readonly #flows: FlowTable
  readonly #hostSizes: DampedStreams
  /** How often each host id was given away: an id alone does not name a host. */
  readonly #generations: Uint32Array
  readonly #channelSizes: DampedPairs
  readonly #channelGaps: DampedStreams
  /** When each direction of each channel was last used; NaN before. */
  readonly #channelUs: Float64Array
  readonly #channels: KeyIndex
  readonly #recency: RecencyLists
  readonly #sockets: DampedPairs

  constructor({
    flows,
    hosts,
    seed,
    channelCountMax: countMax = channelCountMax,
  }: PacketStreamsOptions) {
    this.#flows = flows
    this.#hostSizes = new DampedStreams(hosts.countMax)
    this.#generations = new Uint32Array(hosts.countMax)
    this.#channelSizes = new DampedPairs(countMax)
    this.#channelGaps = new DampedStreams(countMax * 2)
    this.#channelUs = new Float64Array(countMax * 2)
    this.#channels = new KeyIndex({ wordCount: 4, keyCountMax: countMax, seed })
    this.#recency = new RecencyLists(1)
    this.#sockets = new DampedPairs(flows.countMax)
  }

  /** A new flow has taken this slot. */
  startFlow(flow: FlowId): void {
    this.#sockets.clear(flow)
  }

  forgetHost(host: HostId): void {
    this.#hostSizes.clear(host)
    this.#generations[host] = ((this.#generations[host] as number) + 1) >>> 0
  }

  /** Counts the current packet of this flow's direction, and writes its streams' statistics. */
  add(packet: { flow: FlowId; size: number; timeUs: number }, out: Float64Array, at: number): void {
    const { flow, size, timeUs } = packet
    const isSent = this.#flows.fromOriginator
    const originator = this.#flows.originator(flow)
    const responder = this.#flows.responder(flow)
    const sender = isSent ? originator : responder
    const receiver = isSent ? responder : originator
    this.#hostSizes.add(sender, size, timeUs)
    this.#hostSizes.read(sender, out, at)
    const channel = this.#channelOf(Math.min(sender, receiver), Math.max(sender, receiver))
    const side = sender <= receiver ? 0 : 1
    const number = { value: size, timeUs }
    this.#channelSizes.add(channel, side, number)
    this.#channelSizes.read(channel, side, { out, at: at + streamLength })
    this.#addGap(channel * 2 + side, timeUs)
    this.#channelGaps.read(channel * 2 + side, out, at + streamLength + pairLength)
    const socketSide = isSent ? 0 : 1
    this.#sockets.add(flow, socketSide, number)
    this.#sockets.read(flow, socketSide, { out, at: at + 2 * streamLength + pairLength })
  }

  /** The first packet of a direction comes after no gap, which counts as one of 0 s. */
  #addGap(row: number, timeUs: number): void {
    const lastUs = this.#channelUs[row] as number
    this.#channelUs[row] = timeUs
    this.#channelGaps.add(row, Number.isNaN(lastUs) ? 0 : (timeUs - lastUs) / 1e6, timeUs)
  }

  #channelOf(low: number, high: number): number {
    const { key } = this.#channels
    key[0] = low
    key[1] = high
    key[2] = this.#generations[low] as number
    key[3] = this.#generations[high] as number
    let channel = this.#channels.find()
    if (channel === -1) channel = this.#startChannel()
    this.#recency.touch(channel, 0)
    return channel
  }

  #startChannel(): number {
    if (this.#channels.isFull) {
      const wanted = this.#channels.key.slice()
      const oldest = this.#recency.oldest(0)
      this.#recency.remove(oldest)
      this.#channels.remove(oldest)
      this.#channels.key.set(wanted)
      this.evictedCount++
    }
    const channel = this.#channels.add()
    this.#channelSizes.clear(channel)
    for (const row of [channel * 2, channel * 2 + 1]) {
      this.#channelGaps.clear(row)
      this.#channelUs[row] = Number.NaN
    }
    return channel
  }
}
