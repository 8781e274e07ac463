import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bounded, figure, p95 } from './figure.ts'
import { healthGap } from './health-gap.ts'
import { cpuMs } from './process-cpu.ts'
import { freePort, type Product, startProduct } from './product.ts'

/*
 * A million alerts (ALERTS=100000 for fewer; STORE=FOLDER for one that is made already) behind the
 * running server: what each filter of the list costs, facets, incidents, the export, a suppression
 * and a change of many, and the longest gap between two answers of /health in all of it.
 */
const alertCount = Number(process.env.ALERTS ?? 1_000_000)
const askedCount = 20
const cpuMsMax = 150
const firstRowsMsMax = 500
const step3 = fileURLToPath(new URL('../../step-3-persistence/', import.meta.url))
const made = process.env.STORE

type Query = Readonly<Record<string, string>>

const lists: Readonly<Record<string, Query>> = {
  'no filter': {},
  'a severity': { severity: 'critical' },
  'two severities': { severity: 'high,critical' },
  'a status': { status: 'acknowledged' },
  'a frequent kind': { kind: 'port_scan' },
  'a rare kind': { kind: 'arp_spoofing' },
  'a technique': { technique: 'T1190' },
  'a detector': { detector: 'data-upload' },
  'a source': { source: '10.0.3.7' },
  'a host': { host: '10.0.3.7' },
  'a network': { host: '10.0.3.0/24' },
  'a wide network': { source: '20.0.0.0/6' },
  'a port': { target_port: '1883' },
  'a frequent port': { target_port: '22' },
  'a capture': { capture_name: 'eth1' },
  'a source of captures': { capture_source: 'live' },
  'a bound of the score': { min_score: '0.99' },
  'a bound of the count': { min_count: '2' },
  'what rules hide': { suppressed: 'true' },
  'a rare word': { q: 'spoofing' },
  'a frequent word': { q: 'scan' },
  'two words': { q: 'guessing 3389' },
  'a word that is nowhere': { q: 'nothing-like-this' },
  'a short word': { q: 'on' },
  'a frequent word, open and grave': { q: 'scan', status: 'new', severity: 'medium,high' },
  'search terms': { q: 'kind:dns_tunnel severity:high port:53' },
  'a negation': { q: '-kind:port_scan -kind:login_guessing' },
  'negations and a word': { q: 'tunnel -status:new -port:22' },
  'several fields': { severity: 'high', kind: 'web_attack', target_port: '80', status: 'new' },
  'by severity': { sort: 'severity' },
  'by severity, a kind': { sort: 'severity', kind: 'data_upload' },
  'the oldest first': { order: 'asc' },
}

const words = { 'a rare word': 'spoofing', 'a frequent word': 'scan', 'a short word': 'on' }

const folder = made ?? (await mkdtemp(join(tmpdir(), 'net-anomaly-alerts-')))
try {
  if (made === undefined) {
    const command = [join(step3, 'scripts/make-alerts.ts'), folder, String(alertCount)]
    const before = performance.now()
    execFileSync(process.execPath, command, { stdio: 'inherit' })
    figure('made, s', Math.round((performance.now() - before) / 1000))
  }
  await writeFile(join(folder, 'net-anomaly.yaml'), 'retention:\n  alertCountMax: 1000000\n')
  const port = await freePort()
  const env = { ...process.env, DATA_DIR: folder }
  const server = [process.execPath, join(step3, 'src/server.ts')]
  const product = await startProduct(server, { port, folder, env })
  try {
    await measure(product)
  } finally {
    await product.end()
  }
} finally {
  if (made === undefined) await rm(folder, { recursive: true, maxRetries: 3 })
}

async function measure(product: Product): Promise<void> {
  const { ask } = product
  await healthGap(product, 'nothing', () => setTimeout(2_000))
  const first = performance.now()
  const { total } = await ask<{ total: number }>('/api/alerts')
  bounded('first rows', Math.round(performance.now() - first), { max: firstRowsMsMax, unit: 'ms' })
  figure('alerts', total)
  await readColumns(product)
  await healthGap(product, 'lists', async () => {
    for (const [name, query] of Object.entries(lists)) {
      await costOf(product, `list, ${name}`, `/api/alerts?${withDates(query)}`)
    }
    for (const [name, days] of [
      ['an hour', 1 / 24],
      ['a week', 7],
    ] as const) {
      const to = Date.now() - 20 * 86_400_000
      const range = { from: iso(to - days * 86_400_000), to: iso(to) }
      await costOf(product, `list, ${name}`, `/api/alerts?${withDates(range)}`)
    }
  })
  await healthGap(product, 'facets', () => costOf(product, 'facets', '/api/alerts/facets'))
  await healthGap(product, 'facets of a kind', () =>
    costOf(product, 'facets of a kind', '/api/alerts/facets?kind=web_attack'),
  )
  await healthGap(product, 'incidents', () => costOf(product, 'incidents', '/api/incidents'))
  for (const [word, q] of Object.entries(words)) {
    await healthGap(product, word, async () => {
      await costOf(product, `facets of ${word}`, `/api/alerts/facets?q=${q}`)
      await costOf(product, `incidents with ${word}`, `/api/incidents?q=${q}`)
      await costOf(product, `facets of incidents with ${word}`, `/api/incidents/facets?q=${q}`)
    })
  }
  await costOf(product, 'facets of incidents', '/api/incidents/facets')
  await exports(product)
  await healthGap(product, 'a change of 10,000', () => change(product))
  await suppress(product)
}

/**
 * The first question that no index answers has the alerts read into memory. It is over once the server
 * has been idle for some seconds, which it is not while /health is asked.
 */
async function readColumns({ ask, pid }: Product): Promise<void> {
  const before = cpuMs(pid)
  await ask('/api/alerts/facets')
  let quietSeconds = 0
  for (let last = before; quietSeconds < 3; ) {
    await setTimeout(1_000)
    const now = cpuMs(pid)
    quietSeconds = now - last < 20 ? quietSeconds + 1 : 0
    last = now
  }
  figure('columns read, CPU', `${Math.round(cpuMs(pid) - before)} ms`)
}

function withDates(query: Query): string {
  return String(new URLSearchParams(query))
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

/** What one question costs: p95 of CPU and wall over some. */
async function costOf({ ask, pid }: Product, name: string, path: string): Promise<void> {
  const cpu: number[] = []
  const wall: number[] = []
  for (let count = 0; count < askedCount; count++) {
    const before = { cpu: cpuMs(pid), wall: performance.now() }
    await ask(path)
    cpu.push(cpuMs(pid) - before.cpu)
    wall.push(performance.now() - before.wall)
  }
  figure(`${name}, wall p95`, `${p95(wall)} ms`)
  const value = p95(cpu)
  bounded(`${name}, CPU p95`, value, { max: cpuMsMax, unit: 'ms' })
}

/** A tenth of the alerts and all of them: ten times as many rows take some ten times as long. */
async function exports(product: Product): Promise<void> {
  const times: number[] = []
  for (const filter of ['?capture_name=eth1', '']) {
    await healthGap(product, `export${filter}`, async () => {
      const before = performance.now()
      const { body } = await fetch(`${product.url}/api/alerts/export${filter}`)
      let newlines = 0
      for await (const chunk of body ?? []) newlines += count(chunk)
      const ms = performance.now() - before
      figure(`export${filter}, alerts a second`, Math.round((newlines / ms) * 1000))
      times.push(ms / newlines)
    })
  }
  const [part = 1, all = 1] = times
  figure('export, time an alert of all to that of a tenth', (all / part).toFixed(2))
}

function count(chunk: Uint8Array): number {
  let newlines = 0
  for (const byte of chunk) if (byte === 10) newlines++
  return newlines
}

async function change({ ask }: Product): Promise<void> {
  const range = { from: iso(Date.now() - 21 * 86_400_000), to: iso(Date.now() - 20.5 * 86_400_000) }
  const { total } = await ask<{ total: number }>(`/api/alerts?${withDates(range)}`)
  const body = { filter: range, expected_count: total, status: 'resolved' }
  const { changed_count } = await ask<{ changed_count: number }>('/api/alerts/bulk', body)
  figure('changed at once', changed_count)
}

async function suppress(product: Product): Promise<void> {
  const { ask, url } = product
  const rule = { kind: ['login_guessing'] }
  const { matching } = await ask<{ matching: number }>('/api/suppressions/preview', { rule })
  let id = ''
  await healthGap(product, `a suppression of ${matching}`, async () => {
    const draft = { rule, reason: 'noise of the internet', expected_count: matching }
    id = (await ask<{ suppression_id: string }>('/api/suppressions', draft)).suppression_id
  })
  await healthGap(product, 'its end', () =>
    fetch(`${url}/api/suppressions/${id}`, { method: 'DELETE' }),
  )
}
