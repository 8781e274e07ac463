import { setImmediate } from 'node:timers/promises'
import { isoTimeOfSeconds } from 'step-2-capture'
import type { FlowFile } from '../flow-store/flow-files.ts'
import type { FlowStore } from '../flow-store/flow-store.ts'
import type { Indicator } from './indicator/indicator.ts'
import { type FlowTraits, type MatchPlace, matchFlow } from './match-flow.ts'
import type { ThreatIntel } from './threat-intel.ts'

/** Pairs of a host and an indicator that are found, at 400 B: 4 MB. More are counted, not listed. */
export const findingCountMax = 10_000
/** Rows that are compared in one go: some milliseconds, then others have their turn. */
const turnRowCount = 1_000
/** Rows that are read in one go, at up to 1 kB each. */
const sliceRowCount = 20_000

/** A host that had to do with what is known to be bad, in the flows that are kept. */
export interface Finding {
  readonly source: string
  readonly target: string
  readonly place: MatchPlace
  readonly indicator: Indicator
  readonly flows: number
  readonly first_seen: string
  readonly last_seen: string
}

export interface LookBackState {
  readonly state: 'idle' | 'running' | 'done' | 'failed'
  /** Files of flows that were looked through, of all that there are. */
  readonly files_done: number
  readonly files_total: number
  readonly flows_done: number
  readonly started_at: string | null
  readonly error: string | null
  /** Pairs that matched; those listed are the first ten thousand. */
  readonly found: number
  readonly findings: readonly Finding[]
}

interface Kept {
  readonly match: Omit<Finding, 'flows' | 'first_seen' | 'last_seen'>
  flows: number
  firstEpoch: number
  lastEpoch: number
}

export interface LookBackOptions {
  readonly flows: FlowStore
  readonly intel: ThreatIntel
  readonly now: () => Date
}

/** Compares the flows that are kept with what the feeds know now, file by file, one search at a time. */
export class LookBack {
  readonly #options: LookBackOptions
  #findings = new Map<string, Kept>()
  #found = 0
  #progress: Omit<LookBackState, 'found' | 'findings'> = idle
  #work: Promise<void> = Promise.resolve()

  constructor(options: LookBackOptions) {
    this.#options = options
  }

  get state(): LookBackState {
    const findings = [...this.#findings.values()].map(
      ({ match, flows, firstEpoch, lastEpoch }) => ({
        ...match,
        flows,
        first_seen: isoTimeOfSeconds(firstEpoch),
        last_seen: isoTimeOfSeconds(lastEpoch),
      }),
    )
    return { ...this.#progress, found: this.#found, findings }
  }

  /** Begins a search, unless one is on; what was found before is forgotten. */
  start(): void {
    if (this.#progress.state === 'running') return
    this.#findings = new Map()
    this.#found = 0
    const started_at = this.#options.now().toISOString()
    this.#progress = { ...idle, state: 'running', started_at }
    this.#work = this.#run().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      this.#progress = { ...this.#progress, state: 'failed', error: reason }
    })
  }

  /** Resolves when the search that is on is over. */
  settled(): Promise<void> {
    return this.#work
  }

  async #run(): Promise<void> {
    const { flows } = this.#options
    await flows.write()
    await flows.reading(async (kept) => {
      const files = kept.toSorted((a, b) => b.hour - a.hour)
      this.#progress = { ...this.#progress, files_total: files.length }
      for (const file of files) {
        for (let from = 0; from < file.flow_count; from += sliceRowCount) {
          const to = Math.min(from + sliceRowCount, file.flow_count)
          await this.#lookThrough(file, { from, to })
          const flows_done = this.#progress.flows_done + to - from
          this.#progress = { ...this.#progress, flows_done }
        }
        this.#progress = { ...this.#progress, files_done: this.#progress.files_done + 1 }
      }
    })
    this.#progress = { ...this.#progress, state: 'done' }
  }

  async #lookThrough(file: FlowFile, slice: { from: number; to: number }): Promise<void> {
    const rows = await this.#options.flows.traits(file, slice)
    for (const [index, row] of rows.entries()) {
      if (index % turnRowCount === turnRowCount - 1) await setImmediate()
      const traits = traitsOf(row)
      for (const { place, indicator } of matchFlow(traits, this.#options.intel)) {
        this.#keep({ source: traits.source, target: traits.target, place, indicator }, row)
      }
    }
  }

  #keep(match: Kept['match'], row: Readonly<Record<string, unknown>>): void {
    const key = JSON.stringify([match.source, match.target, match.indicator.value])
    const flows = Number(row.flow_count)
    const firstEpoch = Number(row.first_seen_epoch)
    const lastEpoch = Number(row.last_seen_epoch)
    const known = this.#findings.get(key)
    if (known) {
      known.flows += flows
      known.firstEpoch = Math.min(known.firstEpoch, firstEpoch)
      known.lastEpoch = Math.max(known.lastEpoch, lastEpoch)
      return
    }
    this.#found++
    if (this.#findings.size >= findingCountMax) return
    this.#findings.set(key, { match, flows, firstEpoch, lastEpoch })
  }
}

const idle = {
  state: 'idle',
  files_done: 0,
  files_total: 0,
  flows_done: 0,
  started_at: null,
  error: null,
} as const

function traitsOf(row: Readonly<Record<string, unknown>>): FlowTraits {
  const words = (value: unknown) => (typeof value === 'string' ? value.split(' ') : [])
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    source: String(row.src_ip),
    target: String(row.dst_ip),
    names: words(row.names),
    urls: words(row.urls),
    ja3: text(row.ja3),
    ja4: text(row.ja4),
  }
}
