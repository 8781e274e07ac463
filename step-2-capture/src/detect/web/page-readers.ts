import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { browserAgent, isLoaderAgent } from './loader-agents.ts'

/** 1,024 clients and sites with four agents of 150 B are 1 MB; the oldest is forgotten first. */
export const readingCountMax = 1_024
/** Behind one address translator sit several browsers; with more agents no stranger is known. */
export const agentCountMax = 4

/** What asked one site in the name of one client, and which of these agents read a page. */
interface Reading {
  readonly agents: string[]
  /** A bit for each of `agents`. */
  readers: number
  pageUs: number
}

/**
 * Tells a request of what a page started from one of the browser that read the page: both go to the
 * same site, but the code that an exploit runs calls itself otherwise, or not at all.
 */
export class PageReaders {
  readonly #traffic: Traffic
  readonly #readings = new BoundedMap<string, Reading>({ countMax: readingCountMax })
  readonly #ofFlows = new BoundedMap<FlowId, Reading>({ countMax: readingCountMax })
  /** Of the latest request of a flow: 1 and the index of its agent; 0 for others than GET. */
  readonly #asking: FlowMarks

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#asking = new FlowMarks(traffic.flows)
  }

  /** Takes the current request, and returns whether a stranger to a page of the last seconds asks. */
  seeRequest(withinSeconds: number): boolean {
    const { http, flow, timeUs } = this.#traffic
    this.#asking.set(flow, 0)
    if (http.method !== 'GET') return false
    const agent = http.header('user-agent') ?? ''
    const key = this.#keyOf(flow)
    const reading = this.#readings.get(key) ?? this.#open(key, agent)
    if (!reading) return false
    let index = reading.agents.indexOf(agent)
    if (index === -1) {
      if (reading.agents.length === agentCountMax) return false
      index = reading.agents.push(agent) - 1
    }
    this.#asking.set(flow, index + 1)
    this.#ofFlows.renew(flow, reading)
    if ((reading.readers & (1 << index)) !== 0) return false
    if (timeUs - reading.pageUs > withinSeconds * 1e6) return false
    // Players and updaters give their names, and a page is what leads a browser on.
    const isUnnamed = browserAgent.test(agent) || isLoaderAgent(agent)
    return isUnnamed && http.header('referer') === null
  }

  /** Takes the current answer, which is a page. */
  seePage(): void {
    const { flow, timeUs } = this.#traffic
    const asking = this.#asking.get(flow)
    const reading = this.#ofFlows.get(flow)
    if (asking === 0 || !reading) return
    reading.readers |= 1 << (asking - 1)
    reading.pageUs = timeUs
  }

  /** When the latest page of the site came that a flow asks. */
  pageUs(flow: FlowId): number | undefined {
    return this.#ofFlows.get(flow)?.pageUs
  }

  /** Only a browser can be the first. */
  #open(key: string, agent: string): Reading | undefined {
    if (!browserAgent.test(agent)) return undefined
    const reading: Reading = { agents: [], readers: 0, pageUs: Number.NEGATIVE_INFINITY }
    this.#readings.set(key, reading)
    return reading
  }

  #keyOf(flow: FlowId): string {
    const { flows, http } = this.#traffic
    return `${flows.originator(flow)} ${flows.responder(flow)} ${http.header('host') ?? ''}`
  }
}
