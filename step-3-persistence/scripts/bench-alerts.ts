import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printFailure } from 'step-2-capture'
import type { AlertFilter, AlertQuery } from '../src/alert/alert-filter.ts'
import { applyThresholds } from '../src/alert/apply-thresholds.ts'
import { openPersistence } from '../src/persistence.ts'
import { manySources } from '../test/detections.ts'

/** Prints how long the store takes with 100,000 alerts: `node scripts/bench-alerts.ts`. */
const alertCount = 100_000
const repeats = 20

const folder = await mkdtemp(join(tmpdir(), 'bench-alerts-'))
const closing = new AsyncDisposableStack()
closing.defer(() => rm(folder, { recursive: true }))
const options = { dataFolder: folder, now: () => new Date(), log: printFailure }
const { alerts } = await openPersistence(options, closing)
const policy = { thresholds: { low: 0.5, medium: 0.7, high: 0.9 }, minSeverity: 'info' } as const
const kinds = ['port_scan', 'brute_force', 'beacon', 'dns_tunnel', 'syn_flood'] as const
const severities = ['low', 'medium', 'high', 'critical'] as const
const detections = manySources(alertCount).map((one, index) => ({
  ...one,
  kind: kinds[index % kinds.length] as string,
  severity: severities[index % 7 === 0 ? 3 : index % 3] ?? 'low',
  score: (index % 1000) / 1000,
}))

const merged = await time(async () => {
  for (let start = 0; start < alertCount; start += 1_000) {
    const judged = detections.slice(start, start + 1_000).map((one) => applyThresholds(one, policy))
    await alerts.merge({ runId: 'run', judged, now: new Date() })
  }
})
print('merge 100,000 groups, 1,000 a batch', `${rate(alertCount, merged)} detections/s`)

const one = manySources(1)[0]
if (!one) throw new RangeError('no detection')
const noisy = Array.from({ length: 100_000 }, (_, index) => ({ ...one, detection_id: `n${index}` }))
const flood = await time(async () => {
  for (let start = 0; start < noisy.length; start += 1_000) {
    const judged = noisy.slice(start, start + 1_000).map((each) => applyThresholds(each, policy))
    await alerts.merge({ runId: 'flood', judged, now: new Date() })
  }
})
print('merge 100,000 of one group', `${rate(noisy.length, flood)} detections/s`)

const queries: [name: string, filter: AlertFilter, query?: Partial<AlertQuery>][] = [
  ['all', {}],
  ['severity high, critical', { severity: ['high', 'critical'] }],
  ['kind', { kind: ['beacon'] }],
  ['CIDR', { source: ['10.0.64.0/20'] }],
  ['words', { q: 'tried 10.0.0.9' }],
  ['words, none match', { q: 'nothing like this' }],
  ['time range', { from: 1_767_373_045, to: 1_767_383_045 }],
  ['score, sorted by severity', { min_score: 0.9 }, { sort: 'severity' }],
  ['sorted by count', {}, { sort: 'count' }],
  ['everything together', { severity: ['high'], kind: ['beacon'], q: 'ports', min_score: 0.2 }],
]
for (const [name, filter, query] of queries) {
  const times: number[] = []
  for (let round = 0; round < repeats; round++) {
    times.push(
      await time(async () => {
        await alerts.list({ filter, sort: 'last_seen', order: 'desc', limit: 50, ...query })
        await alerts.count(filter)
      }),
    )
  }
  times.sort((a, b) => a - b)
  const p95 = times[Math.ceil(times.length * 0.95) - 1] as number
  print(`list and count: ${name}`, `median ${ms(times[repeats / 2] as number)}, p95 ${ms(p95)}`)
}
const file = await stat(join(folder, 'net-anomaly.sqlite'))
print(
  'database',
  `${(file.size / 1e6).toFixed(0)} MB, memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
)
await closing.disposeAsync()

async function time(run: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

function rate(count: number, milliseconds: number): string {
  return Math.round((count / milliseconds) * 1000).toLocaleString('en')
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

function print(name: string, value: string): void {
  console.log(`${name.padEnd(42)} ${value}`)
}
