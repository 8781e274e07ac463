import { HttpKind } from '../decode/http.ts'
import type { CaptureName } from '../detect/seam/detection-log.ts'
import type { TrafficObserver } from '../detect/seam/observer.ts'
import { flowColumnCount } from '../flow/flow-column.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import type { Traffic } from '../flow/traffic.ts'
import type { FlowRecord } from './flow-record.ts'
import { type FlowRow, flowEndNames, toFlowRecord } from './flow-row.ts'

/** A flow that is still open is reported once it is that old: a long one is not to be missed. */
const openForUs = 5_000_000
/** Flows that wait to become that old, 12 B each: 786 kB. What comes beyond is reported at its end. */
const youngCountMax = 65_536
/** 16,384 flows at 300 B are 5 MB: with more that wait to be taken, reading pauses. */
const reportCountMax = 16_384
/** Names and URLs that are kept of a flow, in all 2 kB; a flow that has eight is reported. */
const wordCountMax = 8
/** A longer URL is cut. */
const urlLengthMax = 512

/** What a flow's columns do not say. */
export interface ReportedFlow {
  readonly source: string
  readonly target: string
  readonly end: FlowRecord['end']
  /** An Application: what it speaks. */
  readonly application: number
  /** Names that it asked for: of DNS questions, HTTP hosts, and the TLS server name. */
  readonly names: readonly string[]
  /** HTTP requests, with their host: `http://example.org/path`. */
  readonly urls: readonly string[]
  readonly ja3: string | null
  readonly ja4: string | null
  readonly tlsServerName: string | null
  /** The names that the server's certificate states, unchecked. */
  readonly certificate: { readonly subject: string; readonly issuer: string } | null
}

/** Flows on their way to another thread: some 300 B each, and cheap to clone. */
export interface FlowBatch {
  readonly sensor: string
  readonly capture: CaptureName
  /** The columns of each flow, one after the other. */
  readonly values: Float64Array
  readonly flows: readonly ReportedFlow[]
}

/** A flow of a batch as the API shows it, with what only a batch knows. */
export type ReportedRecord = FlowRecord & {
  readonly names: string[]
  readonly urls: string[]
  readonly certificate: ReportedFlow['certificate']
  readonly capture: CaptureName
}

interface Words {
  readonly names: string[]
  readonly urls: string[]
}

/**
 * Reports the flows that ended, and those that are open for five seconds, for what looks at flows
 * outside the engine. It watches like a detector and states nothing.
 */
export class FlowReports implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #capture: CaptureName
  #values: number[] = []
  #flows: ReportedFlow[] = []
  readonly #words = new Map<FlowId, Words>()
  /** When the flow with this number began; NaN when it has ended. */
  readonly #startedUs: Float64Array
  readonly #youngFlows = new Int32Array(youngCountMax)
  readonly #youngStartsUs = new Float64Array(youngCountMax)
  #youngFirst = 0
  #youngCount = 0

  constructor(traffic: Traffic, capture: CaptureName) {
    this.#traffic = traffic
    this.#capture = capture
    this.#startedUs = new Float64Array(traffic.flows.countMax).fill(Number.NaN)
  }

  /** As many wait to be taken as may. */
  get isFull(): boolean {
    return this.#flows.length >= reportCountMax
  }

  onFlowStart(flow: FlowId): void {
    const startUs = this.#traffic.flows.firstUs(flow)
    this.#startedUs[flow] = startUs
    if (this.#youngCount === youngCountMax) return
    const slot = (this.#youngFirst + this.#youngCount++) % youngCountMax
    this.#youngFlows[slot] = flow
    this.#youngStartsUs[slot] = startUs
  }

  onDns(): void {
    const { flow, flows, dns } = this.#traffic
    if (flows.fromOriginator) this.#note(flow, dns.name.toString(), undefined)
  }

  onHttp(): void {
    const { flow, http } = this.#traffic
    if (http.kind !== HttpKind.request) return
    const host = http.header('host')
    if (host) this.#note(flow, host, `http://${host}${http.target}`.slice(0, urlLengthMax))
  }

  onTick(): void {
    const { timeUs } = this.#traffic
    while (this.#youngCount > 0) {
      const startUs = this.#youngStartsUs[this.#youngFirst] as number
      if (timeUs - startUs < openForUs) return
      const flow = this.#youngFlows[this.#youngFirst] as FlowId
      this.#youngFirst = (this.#youngFirst + 1) % youngCountMax
      this.#youngCount--
      if (this.#startedUs[flow] === startUs) this.#report(flow, 'open')
    }
  }

  onFlowEnd(flow: FlowId, end: number): void {
    this.#startedUs[flow] = Number.NaN
    this.#report(flow, flowEndNames[end] ?? 'closed')
    this.#words.delete(flow)
  }

  /** What was reported since the last call; undefined when that is nothing. */
  take(): FlowBatch | undefined {
    if (this.#flows.length === 0) return undefined
    const values = Float64Array.from(this.#values)
    const batch = { sensor: this.#traffic.sensor, capture: this.#capture, values }
    const flows = this.#flows
    this.#values = []
    this.#flows = []
    return { ...batch, flows }
  }

  #note(flow: FlowId, name: string, url: string | undefined): void {
    let words = this.#words.get(flow)
    if (!words) {
      words = { names: [], urls: [] }
      this.#words.set(flow, words)
    }
    if (!words.names.includes(name)) words.names.push(name)
    if (url !== undefined && !words.urls.includes(url)) words.urls.push(url)
    if (Math.max(words.names.length, words.urls.length) < wordCountMax) return
    this.#report(flow, 'open')
    this.#words.delete(flow)
  }

  #report(flow: FlowId, end: FlowRecord['end']): void {
    const { flows, hosts, tls, applications } = this.#traffic
    const from = flow * flowColumnCount
    for (let column = 0; column < flowColumnCount; column++) {
      this.#values.push(flows.values[from + column] as number)
    }
    const session = tls.of(flow)
    const words = this.#words.get(flow)
    const serverName = session?.serverName ?? null
    const certificate = session?.certificate
    this.#flows.push({
      source: hosts.text(flows.originator(flow)),
      target: hosts.text(flows.responder(flow)),
      end,
      application: applications.of(flow),
      names:
        serverName === null ? [...(words?.names ?? [])] : [serverName, ...(words?.names ?? [])],
      urls: [...(words?.urls ?? [])],
      ja3: session?.ja3 ?? null,
      ja4: session?.ja4 ?? null,
      tlsServerName: serverName,
      certificate: certificate
        ? { subject: certificate.subject.commonName, issuer: certificate.issuer.commonName }
        : null,
    })
  }
}

/** The flow at `index` of a batch. Hashes its Community ID, some 3 µs. */
export function recordOf(batch: FlowBatch, index: number): ReportedRecord {
  const flow = batch.flows[index]
  if (!flow) throw new RangeError(`a batch of ${batch.flows.length} flows has no flow ${index}`)
  const { source, target, end, ja3, ja4, tlsServerName, application } = flow
  const tls = ja4 === null ? undefined : { serverName: tlsServerName, ja3, ja4, ...unanswered }
  const { sensor, values, capture } = batch
  const at = index * flowColumnCount
  const row: FlowRow = { sensor, values, at, source, target, end, application, tls }
  const { names, urls, certificate } = flow
  return { ...toFlowRecord(row), names: [...names], urls: [...urls], certificate, capture }
}

const unanswered = { isAnswered: false, certificate: null }
