import { setImmediate } from 'node:timers/promises'
import { HostRisk } from '../detect/fuse/host-risk.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { ruleLimits } from '../detect/user-rules/rule-limits.ts'
import { Engine } from '../engine.ts'
import type { Traffic } from '../flow/traffic.ts'
import { BotnetView } from './botnet/botnet-view.ts'
import type { EngineRunOptions } from './engine-run-options.ts'
import { failureOf } from './failure.ts'
import { FlowLog } from './flow-log.ts'
import { FlowReports } from './flow-report.ts'
import { jsonLine } from './json-line.ts'
import { LinkSilence } from './link-silence.ts'
import type { Question, ToEngine } from './messages.ts'
import { readShare } from './read-share.ts'
import { PacketRows } from './recent-packet-rows.ts'
import { runCapture } from './run-capture.ts'
import { RunStatistics } from './run-statistics.ts'
import { TrafficTimeline } from './traffic-timeline.ts'
import { UntakenTicks } from './untaken-ticks.ts'
import { WindowLog } from './window-log.ts'

/** Charts may move at 10 Hz; a packet is on the screen at most that much later. */
const tickMs = 100
/** While nothing happens on a link, its drops and its silence are still told once a second. */
const idleTickMs = 1_000
/** A source that never waits for anything gives way to messages this often. */
const turnMs = 20
/** 4,096 detections at 4 kB are 16 MB: with more that wait to be taken, reading pauses. */
const detectionCountMax = 4_096

/** One run of the engine as its thread sees it: reads the source, reports ticks, answers questions. */
export class EngineRun {
  readonly #options: EngineRunOptions
  readonly #stop = new AbortController()
  readonly #engine: Engine
  readonly #statistics: RunStatistics
  readonly #timeline: TrafficTimeline
  readonly #packets: PacketRows
  readonly #botnet = new BotnetView()
  #risk!: HostRisk
  #flows!: FlowLog
  #reports: FlowReports | undefined
  #windows!: WindowLog
  /** Since the last tick, by id, each in its latest revision. */
  #detections = new Map<string, Detection>()
  readonly #problems: string[] = []
  #packedBytes = 0
  #isRunning = false
  readonly #untaken = new UntakenTicks()
  /** Only of a live link: whatever else is read has an end. */
  readonly #silence: LinkSilence | undefined
  #tickedAtMs = Number.NEGATIVE_INFINITY
  #tickedPackets = 0
  #turnedAtMs = 0

  constructor(options: EngineRunOptions) {
    this.#options = options
    const { seed, sensor, source, files, nowMs, chosen } = options
    const capture = { source: source.kind, name: source.name }
    this.#timeline = new TrafficTimeline(options.timeline)
    this.#engine = new Engine({
      capture,
      sensor,
      seed,
      detectors: chosen.running,
      observers: [
        (traffic) => {
          this.#risk = new HostRisk(traffic, source.kind)
          return this.#risk
        },
        (traffic) => {
          this.#flows = new FlowLog(traffic)
          return this.#flows
        },
        (traffic) => {
          this.#windows = new WindowLog(traffic, source.kind, (line) => files.metrics?.write(line))
          return this.#windows
        },
        ...(options.reportsFlows
          ? [
              (traffic: Traffic) => {
                this.#reports = new FlowReports(traffic, capture)
                return this.#reports
              },
            ]
          : []),
      ],
      onDetection: (detection) => this.#detected(detection),
      onPacket: (packet, frame, isBad) => {
        this.#timeline.countPacket(packet.timeUs, packet.originalLength)
        this.#packets.note(packet, frame, isBad)
      },
      onRevised: (number) => this.#packets.revise(number),
    })
    if (source.kind === 'live') this.#silence = new LinkSilence(this.#engine, nowMs)
    const mode = source.kind === 'pcap' && !options.pace ? 'file' : 'link'
    this.#packets = new PacketRows(this.#engine, { sink: files.packets, mode })
    this.#statistics = new RunStatistics({
      engine: this.#engine,
      kind: source.kind,
      nowMs,
      drops: () => source.drops?.(),
    })
  }

  /** Reads the source to its end, or until it is stopped. */
  async run(): Promise<void> {
    const { source, post, pace, sinks = [] } = this.#options
    const timer = setInterval(() => this.#tickIfDue(), tickMs)
    // A watched folder is open before the first file comes.
    if ('files' in source) this.#received(0)
    const failure = await runCapture(source, this.#engine, {
      signal: this.#stop.signal,
      onBytes: (count) => this.#received(count),
      afterChunk: () => this.#breathe(),
      // Not before the ticks so far are taken: thousands of small files would pile them up.
      afterFile: () => this.#untaken.none().then(() => this.#tick({ isWhole: true })),
      sinks,
      onProblem: ({ message }) => this.#problems.push(message),
      ...(pace ? { pace } : {}),
    })
    clearInterval(timer)
    this.#packets.settle()
    this.#statistics.end()
    this.#tick({ isWhole: true })
    this.#options.files.close()
    post({ kind: 'ended', failure: failure ? failureOf(failure) : null })
  }

  receive(message: ToEngine): void {
    if (message.kind === 'stop') this.#stop.abort()
    else if (message.kind === 'taken') this.#untaken.taken()
    else if (message.kind === 'query') {
      const { id, question } = message
      this.#options.post({ kind: 'answer', id, answer: this.#answer(question) })
    }
  }

  /** Those that are chosen now run from the next packet on. */
  exchangeDetectors(): void {
    this.#engine.exchangeDetectors(this.#options.chosen.running)
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  #answer(question: Question): unknown {
    if (question.name === 'flows') return this.#flows.page(question.query)
    if (question.name === 'windows') return this.#windows.page(question.query)
    if (question.name === 'risk') return this.#risk.page(question.query)
    if (question.name === 'botnet') return this.#botnet.findings(this.#engine.reports)
    return this.#windows.newest(question.query)
  }

  #received(byteCount: number): void {
    this.#packedBytes += byteCount
    this.#silence?.end()
    if (this.#isRunning) return
    this.#isRunning = true
    this.#options.post({ kind: 'running' })
  }

  #detected(detection: Detection): void {
    this.#detections.set(detection.detection_id, detection)
    this.#statistics.countDetection(detection)
    if (detection.revision === 1) this.#timeline.countDetection(detection.first_seen_epoch * 1e6)
    this.#botnet.note(detection)
    this.#windows.note(detection)
    this.#risk.note(detection)
    this.#options.files.anomalies?.write(`${jsonLine(detection)}\n`)
  }

  /** Between two chunks: reports, lets messages in, and waits until what was found is taken. */
  async #breathe(): Promise<void> {
    this.#tickIfDue()
    while (this.#isFull) {
      await this.#untaken.next()
      this.#tickIfDue()
    }
    const now = this.#options.nowMs()
    if (now - this.#turnedAtMs >= turnMs) {
      this.#turnedAtMs = now
      await setImmediate()
    }
    this.#silence?.begin()
  }

  get #isFull(): boolean {
    return this.#detections.size >= detectionCountMax || this.#reports?.isFull === true
  }

  #tickIfDue(): void {
    if (this.#untaken.count > 0 || !this.#isRunning) return
    this.#silence?.look()
    const age = this.#options.nowMs() - this.#tickedAtMs
    const isNew = this.#engine.packetCount !== this.#tickedPackets || this.#detections.size > 0
    if (age >= idleTickMs || (isNew && age >= tickMs)) this.#tick()
  }

  #tick({ isWhole = false } = {}): void {
    this.#tickedAtMs = this.#options.nowMs()
    this.#tickedPackets = this.#engine.packetCount
    this.#untaken.sent()
    const detections = [...this.#detections.values()]
    const { source, files, post } = this.#options
    this.#detections = new Map()
    files.flush()
    post({
      kind: 'tick',
      tick: {
        stats: this.#statistics.take(),
        buffers: this.#statistics.buffers(),
        progress: readShare(source, {
          packed: this.#packedBytes,
          judged: this.#engine.reader.offset,
        }),
        packets: this.#packets.take(),
        detections,
        flows: this.#reports?.take(),
        timeline: isWhole ? this.#timeline.read() : this.#timeline.readIfDue(this.#tickedAtMs),
        isWhole,
        problems: this.#allProblems(),
      },
    })
  }

  #allProblems(): readonly string[] {
    const { files, source, sinks = [] } = this.#options
    const beside = [source, ...sinks, this.#engine.flows.segments]
    const further = beside.flatMap((one) => one.problems?.() ?? [])
    const limits = ruleLimits(this.#engine.reports)
    return [...files.problems, ...further, ...limits, ...this.#problems]
  }
}
