import { isArpQuestion, isEthernetArp } from './decode/arp.ts'
import { decodeFrame } from './decode/decode-frame.ts'
import { DnsMessage } from './decode/dns.ts'
import { Frame, Layer } from './decode/frame.ts'
import { HttpHead } from './decode/http.ts'
import { isFragment } from './decode/network.ts'
import { protocolNames, protocolOf } from './decode/protocol-names.ts'
import { WirelessFrame } from './decode/wireless-frame.ts'
import { anySays, dispatch } from './detect/seam/bound-hooks.ts'
import { DetectionLog } from './detect/seam/detection-log.ts'
import type { Detector } from './detect/seam/detector.ts'
import type { EngineOptions } from './detect/seam/engine-options.ts'
import { RunHooks, seldomLayers } from './detect/seam/run-hooks.ts'
import { SideReports } from './detect/seam/side-report.ts'
import { HostWindows } from './features/host-windows.ts'
import { Applications } from './flow/applications.ts'
import { FailedFlows } from './flow/failed-flows.ts'
import { FlowMacs } from './flow/flow-macs.ts'
import { type FlowId, noFlow } from './flow/flow-rows.ts'
import { FlowTable } from './flow/flow-table.ts'
import type { HostId } from './flow/host-rows.ts'
import { HostTable } from './flow/host-table.ts'
import { Neighbours } from './flow/neighbours.ts'
import { ResolvedAddresses } from './flow/resolved-addresses.ts'
import { TlsSessions } from './flow/tls-sessions.ts'
import type { Traffic } from './flow/traffic.ts'
import { readWord } from './memory/address-words.ts'
import { byteSeedOf } from './memory/byte-seed.ts'
import { CaptureReader } from './pcap/capture-reader.ts'
import { Packet } from './pcap/packet.ts'
import { SteadyReader } from './pcap/steady-reader.ts'
import { Defragmenter, type PartTotals } from './reassembly/defragmenter.ts'

/**
 * Bytes of a capture in, detections out, in one loop without allocations. It knows no clock but
 * traffic time and no input but the bytes: the same capture, however cut, gives the same detections.
 */
export class Engine implements Traffic {
  readonly sensor: string
  packet = new Packet()
  readonly frame = new Frame()
  readonly hosts: HostTable
  readonly flows: FlowTable
  /** Null where no observer needs hosts counted. */
  readonly windows: HostWindows | null
  readonly wireless = new WirelessFrame()
  readonly dns = new DnsMessage()
  readonly resolved: ResolvedAddresses
  readonly neighbours = new Neighbours()
  readonly applications: Applications
  readonly macs: FlowMacs
  readonly tls: TlsSessions
  readonly http = new HttpHead()
  readonly reader = new CaptureReader()
  readonly steady: SteadyReader
  readonly seed: number
  byteSeed = 0
  flow: FlowId = noFlow
  timeUs = Number.NEGATIVE_INFINITY
  firstUs = Number.NaN
  packetCount = 0
  byteCount = 0
  malformedCount = 0
  /** Packets that hold neither IP nor ARP, nor manage a Wi-Fi, as far as they were decoded: nothing judges them. */
  undecodedCount = 0
  readonly protocolCounts = new Float64Array(protocolNames.length)
  readonly fragments: Defragmenter
  readonly reports = new SideReports()
  readonly #options: EngineOptions
  readonly #log: DetectionLog
  readonly #hooks: RunHooks
  readonly #failedFlows: FailedFlows
  #nextSecondUs = Number.NEGATIVE_INFINITY

  constructor(options: EngineOptions) {
    this.#options = options
    const { seed, sensor = 'local', countsHosts = false, windowSeconds = 10 } = options
    this.seed = seed
    this.sensor = sensor
    this.hosts = new HostTable({ seed, onEvict: (host) => this.#forgetHost(host) })
    this.flows = new FlowTable({
      seed,
      byteSeed: () => this.byteSeed,
      hosts: this.hosts,
      onEnd: (flow, end) => {
        this.windows?.settleFlow(flow)
        this.#failedFlows.onEnd(flow, end, this.timeUs)
        this.#hooks.flow.end(flow, end)
        this.tls.end(flow)
      },
    })
    this.#failedFlows = new FailedFlows(this.flows, (flow) => {
      this.windows?.countFailed(flow)
      this.#hooks.flow.failed(flow)
    })
    this.macs = new FlowMacs(this.hosts, this.flows.countMax)
    this.applications = new Applications(this.flows)
    this.tls = new TlsSessions(this.flows)
    this.resolved = new ResolvedAddresses(seed)
    this.fragments = new Defragmenter({
      seed,
      frame: this.frame,
      onFragment: () => dispatch(this.#hooks.engine.onFragment),
      onDatagram: (datagram, parts) => this.#seeDatagram(datagram, parts),
    })
    const { capture, detectors, observers: further = [] } = options
    this.steady = new SteadyReader(this.reader, { holdsJumps: capture.source !== 'live' })
    this.#log = new DetectionLog({ ...options, traffic: this, reports: this.reports })
    const views = further.map((observe) => observe(this))
    this.#hooks = new RunHooks({ traffic: this, log: this.#log, detectors, views })
    const { flows, hosts } = this
    const isCounting = countsHosts || this.#hooks.wantWindows
    this.windows = isCounting ? new HostWindows({ flows, hosts, windowSeconds, seed }) : null
    this.#hooks.count(this.windows)
  }

  get badCount(): number {
    return this.#log.bad.count
  }

  get detectionCount(): number {
    return this.#log.count
  }

  /** Reads every whole packet that these bytes complete. */
  push(chunk: Uint8Array): void {
    this.steady.push(chunk)
    this.drain()
  }

  /** Reads what is whole by now: after each chunk, and once the reader knows that a file has ended. */
  drain(): void {
    while (this.steady.next(this.packet)) this.#see()
  }

  /** The capture is over: what is open is closed and judged. */
  end(): void {
    this.steady.end()
    this.drain()
    this.flow = noFlow
    this.fragments.end()
    this.windows?.flush()
    this.flows.endAll()
    dispatch(this.#hooks.engine.onEnd)
    this.#log.onEnd()
  }

  /** Those that judge from the next packet on: what has the same settings keeps what it knows. */
  exchangeDetectors(detectors: readonly Detector[]): void {
    this.#hooks.exchange(detectors)
  }

  // #region see
  #see(): void {
    const { packet, frame } = this
    decodeFrame(packet, frame)
    this.flow = noFlow
    if (packet.timeUs > this.timeUs) this.advance(packet.timeUs)
    this.packetCount++
    this.byteCount += packet.originalLength
    this.protocolCounts[protocolOf(frame)]! += 1
    let isBad = frame.malformed !== 0
    if (isBad) this.malformedCount++
    const isDatagram = (frame.layers & (Layer.ipv4 | Layer.ipv6)) !== 0 && !isFragment(frame)
    if (isDatagram ? this.#seeIp() : this.#seeOther()) isBad = true
    isBad = this.#log.bad.see(isBad)
    this.#options.onPacket?.(packet, frame, isBad)
  }
  // #endregion

  // What is rare has a method of its own: V8 throws the code of a method away when a branch of it
  // that was never taken is, and that code should not be every packet's.

  /** Neither a flow's packet nor unknown: a fragment, or ARP. */
  #seeOther(): boolean {
    const { packet, frame } = this
    if (isFragment(frame)) return this.fragments.see(packet, this.timeUs)
    if (isEthernetArp(packet.bytes, frame)) this.#seeArp()
    else if (!this.#hooks.seeLink(frame.layers)) this.undecodedCount++
    return false
  }

  /** Counts an IP packet and shows it to the detectors; says whether it is bad. */
  #seeIp(): boolean {
    const { packet, frame, flows } = this
    const flow = flows.update(packet, frame)
    this.flow = flow
    this.windows?.count(frame, flow)
    if (flows.isNew) {
      this.applications.start(flow)
      this.tls.start(flow)
      this.macs.start(flow, packet, frame)
      this.#hooks.flow.start(flow)
    }
    if (flows.stateChanged) {
      this.#failedFlows.onState(flow, flows.isNew)
      this.#hooks.flow.state(flow)
    }
    const isBad = anySays(this.#hooks.engine.onPacket)
    if (frame.layers & seldomLayers) this.#hooks.seeSeldom(frame.layers)
    if (frame.payloadLength > 0) this.#hooks.payload.see(flow)
    return isBad
  }

  /** A datagram was put together from fragments, or given up; `frame` is decoded from it. */
  #seeDatagram(datagram: Packet, parts: PartTotals): boolean {
    const captured = this.packet
    this.packet = datagram
    const { malformed, layers } = this.frame
    const isIp = (layers & (Layer.ipv4 | Layer.ipv6)) !== 0
    const isBad = (isIp && (this.#seeIp() || this.#log.bad.hasPacket())) || malformed !== 0
    if (isIp) this.flows.countFragments(this.flow, parts)
    this.packet = captured
    this.flow = noFlow // the current packet may belong to another flow, or to none
    return isBad
  }

  #seeArp(): void {
    const { packet, frame, hosts } = this
    const sender = this.neighbours.learnFrom(packet, frame, hosts)
    const asked = readWord(packet.bytes, frame.destinationAddressOffset)
    if (isArpQuestion(packet.bytes, frame)) this.windows?.countArpRequest(sender, asked)
    dispatch(this.#hooks.engine.onArp)
  }

  /** Moves traffic time on, to a packet or through silence; a packet from the past counts as now. */
  advance(timeUs: number): void {
    this.timeUs = timeUs
    if (timeUs >= this.#nextSecondUs) this.#tick(timeUs)
  }

  #tick(timeUs: number): void {
    if (this.packetCount === 0) this.firstUs = timeUs
    if (this.packetCount === 0) this.byteSeed = byteSeedOf(this.packet, this.#options)
    this.#nextSecondUs = (Math.floor(timeUs / 1e6) + 1) * 1e6
    this.fragments.expire(timeUs, this.packet)
    this.flows.expire(timeUs)
    this.#failedFlows.onTick(timeUs)
    this.windows?.advance(timeUs)
    dispatch(this.#hooks.engine.onTick)
    this.#log.onTick()
  }

  #forgetHost(host: HostId): void {
    this.#log.onHostEvict(host)
    this.windows?.forget(host)
    this.neighbours.forget(host)
    for (const forget of this.#hooks.engine.onHostEvict) forget(host)
  }
}
