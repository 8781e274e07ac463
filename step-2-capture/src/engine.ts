import { ArpOperation, arpOperation, arpSenderMacOffset, isEthernetArp } from './decode/arp.ts'
import { decodeFrame } from './decode/decode-frame.ts'
import { DnsMessage } from './decode/dns.ts'
import { Frame, Layer } from './decode/frame.ts'
import { HttpHead } from './decode/http.ts'
import { isFragment } from './decode/network.ts'
import { protocolNames, protocolOf } from './decode/protocol-names.ts'
import { tell } from './detect/seam/bound-hooks.ts'
import type { Detection } from './detect/seam/detection.ts'
import type { DetectionDraft } from './detect/seam/detection-draft.ts'
import type { CaptureName } from './detect/seam/detection-log.ts'
import { DetectionLog } from './detect/seam/detection-log.ts'
import type { Traffic } from './detect/seam/emitting-traffic.ts'
import { type Moments, momentsOf } from './detect/seam/engine-hooks.ts'
import { FlowMoments } from './detect/seam/flow-hooks.ts'
import { PayloadMoments } from './detect/seam/payload-hooks.ts'
import type { TrafficDetector, TrafficDetectorFactory } from './detect/seam/traffic-detector.ts'
import { HostWindows } from './features/host-windows.ts'
import { Applications } from './flow/applications.ts'
import { countParts } from './flow/count-parts.ts'
import { FailedFlows } from './flow/failed-flows.ts'
import { FlowColumn } from './flow/flow-column.ts'
import { FlowMacs } from './flow/flow-macs.ts'
import { FlowTable } from './flow/flow-table.ts'
import { HostColumn, HostTable } from './flow/host-table.ts'
import { Neighbours } from './flow/neighbours.ts'
import { ResolvedAddresses } from './flow/resolved-addresses.ts'
import { readWord } from './memory/address-words.ts'
import { CaptureReader } from './pcap/capture-reader.ts'
import { Packet } from './pcap/packet.ts'
import { Defragmenter } from './reassembly/defragmenter.ts'
import type { PartTotals } from './reassembly/fragment-table.ts'

/** A host that a detection accuses stays accused for the length of a window after it. */
const accusationUs = 10_000_000

export interface EngineOptions {
  readonly capture: CaptureName
  readonly detectors: readonly TrafficDetectorFactory[]
  /** Seeds the hashes only; it never changes a result. */
  readonly seed: number
  /** Length of a host window in seconds of traffic time. */
  readonly windowSeconds?: number
  /** Counts what each host sends though no detector looks at windows: for lists of the busiest. */
  readonly countsHosts?: boolean
  readonly onDetection: (detection: Detection) => void
  /** Sees each packet with the verdict, for lists and files; reads the reused records at once. */
  readonly onPacket?: (packet: Packet, frame: Frame, isBad: boolean) => void
}

/**
 * Bytes of a capture in, detections out: reader, decoder, flow table, features and detectors in one
 * loop without allocations. It knows no clock but traffic time, and no input but the bytes, so the
 * same capture gives the same detections however it is cut.
 */
export class Engine implements Traffic {
  packet = new Packet()
  readonly frame = new Frame()
  readonly hosts: HostTable
  readonly flows: FlowTable
  /** Null where nobody wants the hosts counted. */
  readonly windows: HostWindows | null
  readonly dns = new DnsMessage()
  readonly resolved: ResolvedAddresses
  readonly neighbours = new Neighbours()
  readonly applications: Applications
  readonly macs: FlowMacs
  readonly http = new HttpHead()
  readonly reader = new CaptureReader()
  flow = -1
  timeUs = Number.NEGATIVE_INFINITY
  firstUs = Number.NaN
  packetCount = 0
  byteCount = 0
  badCount = 0
  malformedCount = 0
  readonly protocolCounts = new Float64Array(protocolNames.length)
  readonly fragments: Defragmenter
  /** The detector that puts TCP streams in order, if there is one. */
  readonly streams: TrafficDetector | undefined
  readonly #options: EngineOptions
  readonly #log: DetectionLog
  readonly #moments: Moments
  readonly #flowMoments: FlowMoments
  readonly #payloadMoments: PayloadMoments
  readonly #failedFlows: FailedFlows
  #second = -1

  constructor(options: EngineOptions) {
    this.#options = options
    const { seed } = options
    this.hosts = new HostTable({ seed, onEvict: (host) => this.#forgetHost(host) })
    this.flows = new FlowTable({
      seed,
      hosts: this.hosts,
      onEnd: (flow, end) => {
        this.windows?.settleFlow(flow)
        this.#failedFlows.onEnd(flow, end, this.timeUs)
        this.#flowMoments.end(flow, end)
      },
    })
    this.#failedFlows = new FailedFlows(this.flows, (flow) => {
      this.windows?.countFailed(flow)
      this.#flowMoments.failed(flow)
    })
    this.macs = new FlowMacs(this.hosts, this.flows.countMax)
    this.applications = new Applications(this.flows)
    this.resolved = new ResolvedAddresses(seed)
    this.fragments = new Defragmenter({
      seed,
      frame: this.frame,
      onDatagram: (datagram, parts) => this.#seeDatagram(datagram, parts),
    })
    this.#log = new DetectionLog(options.capture, this)
    const detectors = options.detectors.map((make) => make(this))
    this.streams = detectors.find(({ streamBuffer }) => streamBuffer)
    this.#moments = momentsOf(detectors)
    this.#flowMoments = new FlowMoments(this, detectors)
    const { countsHosts = false, windowSeconds = 10 } = options
    const { onWindow } = this.#moments
    const { flows, hosts } = this
    this.windows =
      countsHosts || onWindow.length > 0
        ? new HostWindows({ flows, hosts, windowSeconds, seed, onWindow })
        : null
    this.#payloadMoments = new PayloadMoments(this, detectors, this.windows)
  }

  get detectionCount(): number {
    return this.#log.count
  }

  /** Reads every whole packet that these bytes complete. */
  push(chunk: Uint8Array): void {
    this.reader.push(chunk)
    while (this.reader.next(this.packet)) this.#see()
  }

  /** The capture is over: what is open is closed and judged. */
  end(): void {
    this.reader.end()
    while (this.reader.next(this.packet)) this.#see()
    this.flow = -1
    this.fragments.end()
    this.windows?.flush()
    this.flows.endAll()
    tell(this.#moments.onEnd)
  }

  emit(draft: DetectionDraft): void {
    this.hosts.set(draft.source, HostColumn.accusedUntilUs, this.timeUs + accusationUs)
    this.#options.onDetection(this.#log.complete(draft, this))
  }

  // #region see
  #see(): void {
    const { packet, frame } = this
    decodeFrame(packet, frame)
    this.flow = -1
    this.#advance()
    this.packetCount++
    this.byteCount += packet.originalLength
    const protocol = protocolOf(frame)
    this.protocolCounts[protocol] = (this.protocolCounts[protocol] as number) + 1
    if (frame.malformed !== 0) this.malformedCount++
    let isBad = frame.malformed !== 0
    if (isFragment(frame)) isBad = this.fragments.see(packet, this.timeUs) || isBad
    else if (frame.layers & (Layer.ipv4 | Layer.ipv6)) isBad = this.#seeIp() || isBad
    else if (isEthernetArp(packet.bytes, frame)) this.#seeArp()
    if (isBad) this.badCount++
    this.#options.onPacket?.(packet, frame, isBad)
  }
  // #endregion

  /** Counts an IP packet and shows it to the detectors; says whether it or its sender is bad. */
  #seeIp(): boolean {
    const { packet, frame, flows, hosts } = this
    const flow = flows.update(packet, frame)
    this.flow = flow
    const originator = flows.value(flow, FlowColumn.originator)
    this.windows?.count(frame, flow)
    if (flows.isNew) {
      this.applications.start(flow)
      this.macs.start(flow, packet, frame)
      this.#flowMoments.start(flow)
    }
    if (flows.stateChanged) {
      this.#failedFlows.onState(flow, flows.isNew)
      this.#flowMoments.state(flow)
    }
    let isBad = false
    for (const judge of this.#moments.onPacket) isBad = judge() || isBad
    if (frame.layers & (Layer.icmp | Layer.icmpv6)) tell(this.#moments.onIcmp)
    if (frame.payloadLength > 0) this.#payloadMoments.see(flow)
    return isBad || hosts.value(originator, HostColumn.accusedUntilUs) >= this.timeUs
  }

  /** A datagram was put together from fragments, or given up; `frame` is decoded from it. */
  #seeDatagram(datagram: Packet, parts: PartTotals): boolean {
    const captured = this.packet
    this.packet = datagram
    let isBad = this.frame.malformed !== 0
    if (this.frame.layers & (Layer.ipv4 | Layer.ipv6)) {
      isBad = this.#seeIp() || isBad
      countParts(this.flows, this.flow, parts)
    }
    this.packet = captured
    // What was captured now may be another flow's, or of none.
    this.flow = -1
    return isBad
  }

  #seeArp(): void {
    const { packet, frame, hosts } = this
    const { bytes } = packet
    const isGratuitous =
      readWord(bytes, frame.sourceAddressOffset) === readWord(bytes, frame.destinationAddressOffset)
    const sender = hosts.intern(bytes, frame.sourceAddressOffset, 4, packet.timeUs)
    const mac = hosts.intern(bytes, arpSenderMacOffset(frame), 6, packet.timeUs)
    this.neighbours.learn(mac, sender)
    if (arpOperation(bytes, frame) === ArpOperation.request && !isGratuitous) {
      this.windows?.countArpRequest(sender, readWord(bytes, frame.destinationAddressOffset))
    }
    tell(this.#moments.onArp)
  }

  /** Moves traffic time on; a packet from the past counts as now. */
  #advance(): void {
    const { timeUs } = this.packet
    if (this.packetCount === 0) this.firstUs = timeUs
    if (timeUs <= this.timeUs) return
    this.timeUs = timeUs
    const second = Math.floor(timeUs / 1e6)
    if (second === this.#second) return
    this.#second = second
    this.fragments.expire(timeUs, this.packet)
    this.flows.expire(timeUs)
    this.#failedFlows.onTick(timeUs)
    this.windows?.advance(timeUs)
    tell(this.#moments.onTick)
  }

  #forgetHost(host: number): void {
    this.windows?.forget(host)
    this.neighbours.forget(host)
    for (const forget of this.#moments.onHostEvict) forget(host)
  }
}
