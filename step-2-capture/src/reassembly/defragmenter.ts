import { decodeFrame } from '../decode/decode-frame.ts'
import type { Frame } from '../decode/frame.ts'
import { isFragment } from '../decode/network.ts'
import type { Packet } from '../pcap/packet.ts'
import { FragmentTable, type PartTotals } from './fragment-table.ts'
import type { SeenFragment } from './seen-fragment.ts'

export type { PartTotals } from './fragment-table.ts'

/** Datagrams in fragments of fragments: tunnels make two; more are made to tire us. */
const nestingMax = 4

/**
 * Stands between the decoder and the flows: it holds fragments back, and shows what they make as
 * one packet, once. What never becomes whole is shown as far as it came, so that no packet is lost.
 */
export class Defragmenter {
  readonly table: FragmentTable
  readonly #frame: Frame
  readonly #onDatagram: (packet: Packet, parts: PartTotals) => boolean
  readonly #onFragment: () => void

  /**
   * @param onFragment Is called for each captured fragment, which `seen` is about.
   * @param onDatagram Is shown a packet that `frame` was decoded from; says if its sender is bad.
   */
  constructor(options: {
    readonly seed: number
    readonly frame: Frame
    readonly onFragment?: () => void
    readonly onDatagram: (packet: Packet, parts: PartTotals) => boolean
  }) {
    this.table = new FragmentTable(options.seed)
    this.#frame = options.frame
    this.#onDatagram = options.onDatagram
    this.#onFragment = options.onFragment ?? (() => {})
  }

  /** What the fragment that came last is to its datagram. */
  get seen(): SeenFragment {
    return this.table.seen
  }

  /** Takes a fragment, and leaves the frame as it was. Says whether what it completed is bad. */
  see(captured: Packet, nowUs: number): boolean {
    const { table } = this
    const frame = this.#frame
    if (table.isFull) {
      while (table.isFull) this.#giveUp(nowUs)
      decodeFrame(captured, frame)
    }
    const isWhole = table.add(captured, frame)
    this.#onFragment()
    if (!isWhole) return false
    const isBad = this.#showWhole()
    decodeFrame(captured, frame)
    return isBad
  }

  /** Gives up what has waited for too long, and leaves the frame that of the current packet. */
  expire(nowUs: number, captured: Packet): void {
    if (!this.table.isOverdue(nowUs)) return
    while (this.table.isOverdue(nowUs)) this.#giveUp(nowUs)
    decodeFrame(captured, this.#frame)
  }

  /** Gives up all that is left: the capture is over. */
  end(): void {
    while (this.table.count > 0) this.#giveUp(Number.POSITIVE_INFINITY)
  }

  /** A datagram may be a fragment of another, in a tunnel. */
  #showWhole(): boolean {
    const { table } = this
    const { packet } = table
    decodeFrame(packet, this.#frame)
    for (let depth = 1; isFragment(this.#frame) && depth < nestingMax; depth++) {
      if (table.isFull || !table.add(packet, this.#frame)) return false
      decodeFrame(packet, this.#frame)
    }
    return this.#onDatagram(packet, table.made)
  }

  #giveUp(nowUs: number): void {
    this.table.giveUpOldest(nowUs)
    decodeFrame(this.table.packet, this.#frame)
    this.#onDatagram(this.table.packet, this.table.made)
  }
}
