import { type Frame, IpProtocol, TcpFlag } from '../decode/frame.ts'
import { KeyIndex } from '../memory/key-index.ts'
import { RecencyLists } from '../memory/recency-lists.ts'
import type { Packet } from '../pcap/packet.ts'
import { FlowColumn, FlowEnd, FlowState, flowColumnCount, flowCountMax } from './flow-column.ts'
import { flowKeyWordCount, writeFlowKey } from './flow-key.ts'
import { type FlowId, FlowRows, noFlow } from './flow-rows.ts'
import type { FlowTableOptions } from './flow-table-options.ts'
import type { FragmentTotals } from './fragment-totals.ts'
import { HostColumn } from './host-rows.ts'
import type { HostTable } from './host-table.ts'
import { idleClasses, idleClassOf } from './idle-class.ts'
import { KnownServices } from './known-services.ts'
import { sentByResponder, sourceOf } from './roles.ts'
import { SegmentCounts } from './segment-counts.ts'
import { isKeepAlive, startsConnection } from './tcp-sequence.ts'
import { nextTcpState } from './tcp-state.ts'

/** Both directions of each conversation under one key, in typed arrays of a fixed size. */
export class FlowTable extends FlowRows {
  readonly countMax: number
  /** About the packet last given to `update`: a new flow, a changed state, sent by its originator. */
  isNew = false
  stateChanged = false
  fromOriginator = true
  startedCount = 0
  evictedCount = 0
  readonly segments = new SegmentCounts()
  readonly #hosts: HostTable
  readonly #index: KeyIndex
  readonly #recency: RecencyLists
  readonly #services: KnownServices
  readonly #onEnd: (flow: FlowId, end: number) => void

  constructor(options: FlowTableOptions) {
    super()
    const { flowCountMax: keyCountMax = flowCountMax, hosts, onEnd, seed } = options
    this.countMax = keyCountMax
    this.#hosts = hosts
    this.#onEnd = onEnd
    this.#index = new KeyIndex({ wordCount: flowKeyWordCount, keyCountMax, seed })
    this.#services = new KnownServices(options.byteSeed ?? (() => seed))
    this.#recency = new RecencyLists(idleClasses.length)
  }

  get count(): number {
    return this.#index.count
  }

  /** Counts a frame with IP addresses into its flow and returns the flow's slot. */
  update(packet: Packet, frame: Frame): FlowId {
    const sourceIsLow = writeFlowKey(this.#index, packet.bytes, frame)
    let flow = this.#index.find() as FlowId
    // Few packets have this flag, and UDP has none.
    if (flow !== -1 && (frame.tcpFlags & TcpFlag.syn) !== 0) {
      flow = this.#endBefore(flow, frame, sourceIsLow)
    }
    this.isNew = flow === -1
    if (flow === -1) flow = this.#start(packet, frame, sourceIsLow)
    const row = flow * flowColumnCount
    const { values } = this
    const low = values[row + FlowColumn.originatorIsLow] === 1
    this.fromOriginator = low === sourceIsLow
    const side = this.fromOriginator ? 0 : 1
    const lastUs = values[row + FlowColumn.lastUs] as number
    const stateBefore = values[row + FlowColumn.state] as number
    values[row + FlowColumn.lastUs] = packet.timeUs
    this.#bump(row + FlowColumn.originatorPackets + side, 1)
    this.#bump(row + FlowColumn.originatorBytes + side, packet.originalLength)
    this.#bump(row + FlowColumn.originatorPayloadBytes + side, frame.payloadWireLength)
    this.#bump(
      row + FlowColumn.originatorSizeSquares + side,
      packet.originalLength * packet.originalLength,
    )
    if (!this.isNew && packet.timeUs > lastUs) {
      const gapSeconds = (packet.timeUs - lastUs) * 1e-6
      this.#bump(row + FlowColumn.gapSquares, gapSeconds * gapSeconds)
      this.#bump(row + FlowColumn.gapCount, 1)
    }
    if (frame.protocol === IpProtocol.tcp) this.#followTcp(row, side, packet, frame)
    else this.#followDatagram(row, packet, frame)
    const state = values[row + FlowColumn.state] as number
    // To the second is near enough for the order of eviction, and spares most packets the list.
    if (state !== stateBefore || this.isNew || packet.timeUs - lastUs > 1e6 - (lastUs % 1e6)) {
      this.#recency.touch(flow, idleClassOf(state))
    }
    return flow
  }

  /**
   * A datagram that came in fragments was counted into its flow as one packet of all their bytes;
   * this makes it as many packets as there were, each of its own size.
   */
  countFragments(flow: FlowId, { count, bytes, squares }: FragmentTotals): void {
    const side = this.fromOriginator ? 0 : 1
    this.add(flow, FlowColumn.originatorPackets + side, count - 1)
    this.add(flow, FlowColumn.originatorSizeSquares + side, squares - bytes * bytes)
  }

  /** Ends every flow that was silent for longer than its class allows at traffic time `nowUs`. */
  expire(nowUs: number): void {
    for (let list = 0; list < idleClasses.length; list++) {
      const { idleUs } = idleClasses[list] as (typeof idleClasses)[number]
      let flow = this.#recency.oldest(list) as FlowId
      while (flow !== -1 && nowUs - this.lastUs(flow) > idleUs) {
        this.#end(flow, list === 0 ? FlowEnd.closed : FlowEnd.idle)
        flow = this.#recency.oldest(list) as FlowId
      }
    }
  }

  /** Ends every flow, in the order in which they were last heard of. */
  endAll(): void {
    for (let list = 0; list < idleClasses.length; list++) {
      for (;;) {
        const flow = this.#recency.oldest(list) as FlowId
        if (flow === -1) break
        this.#end(flow, list === 0 ? FlowEnd.closed : FlowEnd.captureEnd)
      }
    }
  }

  /** Calls back for every open flow. */
  forEach(visit: (flow: FlowId) => void): void {
    for (let list = 0; list < idleClasses.length; list++) {
      for (
        let f = this.#recency.oldest(list) as FlowId;
        f !== -1;
        f = this.#recency.after(f) as FlowId
      )
        visit(f)
    }
  }

  /** A SYN of another connection between the same ends is no part of the flow: then it is over. */
  #endBefore(flow: FlowId, frame: Frame, sourceIsLow: boolean): FlowId {
    const low = this.value(flow, FlowColumn.originatorIsLow) === 1
    if (!startsConnection(this, flow, frame, low === sourceIsLow ? 0 : 1)) return flow
    const isOver = idleClassOf(this.state(flow)) === 0
    this.#endKeepingKey(flow, isOver ? FlowEnd.closed : FlowEnd.idle)
    return noFlow
  }

  #start(packet: Packet, frame: Frame, sourceIsLow: boolean): FlowId {
    if (this.#index.isFull) this.#evictOne()
    const flow = this.#index.add() as FlowId
    const { bytes, timeUs } = packet
    const { addressLength } = frame
    const source = this.#hosts.intern(bytes, frame.sourceAddressOffset, addressLength, timeUs)
    this.#hosts.add(source, HostColumn.openFlows, 1)
    const target = this.#hosts.intern(bytes, frame.destinationAddressOffset, addressLength, timeUs)
    this.#hosts.add(target, HostColumn.openFlows, 1)
    const isReply = sentByResponder(bytes, frame, this.#services)
    this.clear(flow)
    const row = flow * flowColumnCount
    const { values } = this
    values[row + FlowColumn.firstUs] = timeUs
    values[row + FlowColumn.originator] = isReply ? target : source
    values[row + FlowColumn.responder] = isReply ? source : target
    values[row + FlowColumn.originatorPort] = isReply ? frame.destinationPort : frame.sourcePort
    values[row + FlowColumn.responderPort] = isReply ? frame.sourcePort : frame.destinationPort
    values[row + FlowColumn.protocol] = frame.protocol
    values[row + FlowColumn.state] =
      frame.protocol === IpProtocol.tcp ? FlowState.midstream : FlowState.oneWay
    values[row + FlowColumn.originatorSequence] = -1
    values[row + FlowColumn.responderSequence] = -1
    values[row + FlowColumn.firstPacketIndex] = packet.index
    values[row + FlowColumn.firstRecordOffset] = packet.recordOffset
    values[row + FlowColumn.originatorIsLow] = sourceIsLow === isReply ? 0 : 1
    values[row + FlowColumn.lastWindow] = -1
    this.startedCount++
    return flow
  }

  /** Flags, state, and retransmissions by sequence number (RFC 9293: arithmetic modulo 2^32). */
  #followTcp(row: number, side: number, packet: Packet, frame: Frame): void {
    const { values } = this
    const flags = frame.tcpFlags
    if (flags & TcpFlag.syn && flags & TcpFlag.ack) {
      this.#services.add(packet.bytes, sourceOf(frame))
    }
    const flagsAt = row + FlowColumn.originatorFlags + side
    values[flagsAt] = (values[flagsAt] as number) | flags
    const before = values[row + FlowColumn.state] as number
    const othersFlags = values[row + FlowColumn.originatorFlags + 1 - side] as number
    const after = nextTcpState(before, side, flags, othersFlags)
    this.stateChanged = after !== before || this.isNew
    values[row + FlowColumn.state] = after
    if (after === FlowState.established && before !== after) {
      values[row + FlowColumn.establishedUs] = packet.timeUs
    }
    const sent = frame.payloadWireLength + (flags & (TcpFlag.syn | TcpFlag.fin) ? 1 : 0)
    if (sent === 0) return
    const end = (frame.tcpSequence + sent) >>> 0
    const sequenceAt = row + FlowColumn.originatorSequence + side
    const known = values[sequenceAt] as number
    if (sent === 1 && isKeepAlive(frame, known)) {
      this.#bump(row + FlowColumn.originatorPayloadBytes + side, -1)
      return
    }
    const isRepeated = this.segments.see(frame, end, known, othersFlags)
    if (isRepeated) this.#bump(row + FlowColumn.retransmissions, 1)
    else values[sequenceAt] = end
  }

  /** An answer needs a question: a flow whose responder speaks first is still one-way. */
  #followDatagram(row: number, packet: Packet, frame: Frame): void {
    const { values } = this
    this.stateChanged = this.isNew
    if (values[row + FlowColumn.state] !== FlowState.oneWay) return
    if (values[row + FlowColumn.originatorPackets] === 0) return
    if (values[row + FlowColumn.responderPackets] === 0) return
    if (!this.fromOriginator) this.#services.add(packet.bytes, sourceOf(frame))
    values[row + FlowColumn.state] = FlowState.twoWay
    values[row + FlowColumn.establishedUs] = packet.timeUs
    this.stateChanged = true
  }

  #bump(at: number, amount: number): void {
    this.values[at] = (this.values[at] as number) + amount
  }

  #evictOne(): void {
    for (let list = 0; list < idleClasses.length; list++) {
      const flow = this.#recency.oldest(list) as FlowId
      if (flow === -1) continue
      this.evictedCount++
      this.#endKeepingKey(flow, FlowEnd.evicted)
      break
    }
  }

  /** The new flow's key is in the index's scratch space: it is kept while callbacks run. */
  #endKeepingKey(flow: FlowId, end: number): void {
    const wanted = this.#index.key.slice()
    const { keyLength } = this.#index
    this.#end(flow, end)
    this.#index.key.set(wanted)
    this.#index.keyLength = keyLength
  }

  #end(flow: FlowId, end: number): void {
    this.#onEnd(flow, end)
    this.#hosts.add(this.originator(flow), HostColumn.openFlows, -1)
    this.#hosts.add(this.responder(flow), HostColumn.openFlows, -1)
    this.#recency.remove(flow)
    this.#index.remove(flow)
  }
}
