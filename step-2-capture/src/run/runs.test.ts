import { printFailure } from 'step-1-skeleton'
import { describe, expect, it } from 'vitest'
import type { SourceSpec } from '../capture/source-spec.ts'
import { RunHistory } from './run-history.ts'
import type { StoredRun } from './run-record.ts'
import { Runs } from './runs.ts'

const office: SourceSpec = { kind: 'simulate', name: 'office', seed: 1 }

describe('Runs', () => {
  /** What is written, by the id of the run; no start ever gets as far as an engine. */
  function open(prepare: () => Promise<never>) {
    const written = new Map<string, StoredRun>()
    const store = {
      list: async () => [...written.values()],
      save: async (run: StoredRun) => void written.set(run.record.run_id, run),
      remove: async (runId: string) => void written.delete(runId),
    }
    const history = new RunHistory(store, printFailure)
    const listener = {
      onAdded: () => {},
      onDetections: () => {},
      onFlows: () => {},
      onPackets: () => {},
      onStats: () => {},
      onState: () => {},
    }
    return { written, runs: new Runs({ now: () => new Date(0), history, prepare, listener }) }
  }

  it('are at most eight at once', async () => {
    const { runs } = open(() => new Promise(() => {}))
    for (let count = 0; count < 8; count++) void runs.begin(office)
    await expect(runs.begin(office)).rejects.toMatchObject({ code: 'E_TOO_MANY_RUNS', status: 409 })
    expect(runs.active).toHaveLength(8)
  })

  it('are remembered up to 200 after their end, the newest first', async () => {
    const { runs, written } = open(() => Promise.reject(new Error('nothing to open')))
    for (let count = 0; count < 203; count++) await runs.begin(office).catch(() => {})
    const [newest] = runs.records
    expect(runs.records).toHaveLength(200)
    await runs.close()
    expect(written.size).toBe(200)
    expect([...written.keys()].at(-1)).toBe(newest?.run_id)
  })
})
