import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import {
  detectors,
  halfOf,
  halves,
  type LabelledCapture,
  readLabelledCaptures,
  readOrdinaryCaptures,
  runDetectors,
  running,
} from 'step-2-capture/evaluate'
import { z } from 'zod'
import { applyThresholds } from '../src/alert/apply-thresholds.ts'
import { figuresOf, judgeWith } from '../src/second-stage/measure-second-stage.ts'
import { decisionOf } from '../src/second-stage/read-decisions.ts'
import type { Decision } from '../src/second-stage/second-stage.ts'
import { MemoryAlertStore } from '../src/store/memory-alert-store.ts'

/*
 * measure-second-stage.ts FOLDER [--half checking] [--decisions 50] [--seeds 20]: what decisions on
 * captures with labels would change on other captures. An alert counts as confirmed where its source
 * or target is an attacker of the label, as a false positive where neither is or the capture is
 * ordinary; captures whose label names no attacker are left out. No capture is named.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    half: { type: 'string', default: 'both' },
    decisions: { type: 'string', default: '50' },
    seeds: { type: 'string', default: '20' },
  },
})
const options = z
  .object({ half: z.enum(halves), decisions: z.coerce.number().int(), seeds: z.coerce.number() })
  .parse(values)
const [folder] = positionals
if (folder === undefined) throw new Error('name a folder with labels.json')

const labelled = await readLabelledCaptures(folder)
const ordinary = halfOf(await readOrdinaryCaptures(folder, labelled), options.half)
const captures = halfOf(labelled, options.half).filter(
  ({ isBenign, attackers }) => isBenign || attackers.length > 0,
)
const decisions: Decision[] = []
for (const capture of [...captures, ...ordinary]) decisions.push(...(await decide(capture)))
const confirmed = decisions.filter(({ isConfirmed }) => isConfirmed).length
console.log(`${captures.length} captures with labels, ${ordinary.length} ordinary ones`)
console.log(`${confirmed} alerts confirmed, ${decisions.length - confirmed} false positives`)

const runs = Array.from({ length: options.seeds }, (_, seed) => {
  const [taught, others] = split(decisions, { count: options.decisions, seed })
  return { taught: taught.length, ...figuresOf(judgeWith(taught, others), 1) }
})
for (const name of Object.keys(runs[0] ?? {}) as (keyof (typeof runs)[number])[]) {
  const sorted = runs.map((run) => run[name]).sort((a, b) => a - b)
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  console.log(`${name}: ${mean.toFixed(3)} (${sorted[0]} to ${sorted.at(-1)})`)
}

async function decide(capture: LabelledCapture): Promise<Decision[]> {
  const { detections } = await runDetectors(capture.path, running(detectors, {}))
  const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
  const store = new MemoryAlertStore()
  const judged = detections.map((one) => applyThresholds(one, policy))
  await store.merge({ runId: 'measured', judged, now: new Date(0) })
  const query = { filter: {}, sort: 'last_seen', order: 'asc', limit: 100_000 } as const
  const { alerts } = await store.list(query)
  return alerts.map((alert) => {
    const ends = [alert.source, alert.target ?? ''].map((end) => end.toLowerCase())
    const isRight = !capture.isBenign && ends.some((end) => capture.attackers.includes(end))
    const status = isRight ? 'resolved' : 'false_positive'
    return { ...decisionOf({ ...alert, status }), group: capture.file }
  })
}

/** Decisions of captures in an order by chance, until there are enough; those of the others. */
function split(
  all: readonly Decision[],
  { count, seed }: { count: number; seed: number },
): [Decision[], Decision[]] {
  const rank = (group: string) => createHash('sha256').update(`${seed}|${group}`).digest('hex')
  const groups = [...new Set(all.map(({ group }) => group))].sort((a, b) =>
    rank(a) < rank(b) ? -1 : 1,
  )
  const taught: Decision[] = []
  let used = 0
  for (const group of groups) {
    if (taught.length >= count) break
    taught.push(...all.filter((one) => one.group === group))
    used++
  }
  const others = new Set(groups.slice(used))
  return [taught.slice(0, count), all.filter(({ group }) => others.has(group))]
}
