import { HttpKind } from '../../decode/http.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'

/** 8,192 clients and servers at 150 B are 1.2 MB; the oldest is forgotten first. */
export const pagePairCountMax = 8_192

/** Which servers gave which clients a page: people see one before they send or fetch anything. */
export class PagesGiven {
  readonly #traffic: Traffic
  readonly #pairs = new BoundedMap<number, true>({ countMax: pagePairCountMax })
  /** 1 for a flow whose last request was a GET. */
  readonly #asked: FlowMarks

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#asked = new FlowMarks(traffic.flows)
  }

  /** Takes the current head, of a request or an answer. */
  seeHead(): void {
    const { http, flow } = this.#traffic
    if (http.kind === HttpKind.request) {
      this.#asked.set(flow, http.method === 'GET' ? 1 : 0)
      return
    }
    if (http.status !== 200 || this.#asked.get(flow) !== 1) return
    const pair = this.#pairOf(flow)
    if (this.#pairs.has(pair)) return
    const type = http.header('content-type')
    if (type?.toLowerCase().startsWith('text/html')) this.#pairs.set(pair, true)
  }

  hasGiven(flow: FlowId): boolean {
    return this.#pairs.has(this.#pairOf(flow))
  }

  #pairOf(flow: FlowId): number {
    const { flows } = this.#traffic
    return flows.originator(flow) * 2 ** 18 + flows.responder(flow)
  }
}
