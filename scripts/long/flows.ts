import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bounded, figure, p95 } from './figure.ts'
import { cpuMs } from './process-cpu.ts'
import { freePort, type Product, startProduct } from './product.ts'

/*
 * Ten million flows of ten days (FLOWS=1000000 for fewer), as a network of 800 hosts makes them: how
 * fast they are taken, how large they are, and how long `/api/flows` takes with each filter.
 */
const flowCount = Number(process.env.FLOWS ?? 10_000_000)
const hourCount = 240
const askedCount = 20
const startMs = Date.UTC(2026, 0, 1)
const step3 = fileURLToPath(new URL('../../step-3-persistence/', import.meta.url))

let state = 12_345
/** A whole number below `limit`, the same in each run. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}

const own = () => `10.0.${random(4)}.${1 + random(200)}`
const siteName = () => `host${random(3_000)}.example.org`

const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-flows-'))
try {
  const made = [join(folder, 'flows'), String(flowCount), String(hourCount), String(startMs)]
  execFileSync(process.execPath, [join(step3, 'scripts/make-flows.ts'), ...made], {
    stdio: 'inherit',
  })
  const env = { ...process.env, DATA_DIR: folder }
  const port = await freePort()
  const server = [process.execPath, join(step3, 'src/server.ts')]
  const product = await startProduct(server, { port, folder, env })
  try {
    await askAll(product)
  } finally {
    await product.end()
  }
} finally {
  await rm(folder, { recursive: true, maxRetries: 3 })
}

async function askAll({ ask, pid }: Product): Promise<void> {
  const { flows } = await ask<{ flows: { community_id: string }[] }>('/api/flows?limit=1000')
  const knownId = () => flows[random(flows.length)]?.community_id ?? ''
  const hour = () => startMs + random(hourCount) * 3_600_000
  const iso = (ms: number) => new Date(ms).toISOString()
  const withinHour = () => {
    const from = hour()
    return { from: iso(from), to: iso(from + 3_600_000) }
  }
  const queries: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
    'no filter': () => ({}),
    'an address': () => ({ ip: own() }),
    'a network': () => ({ ip: `10.0.${random(4)}.0/24` }),
    'a wide network': () => ({ dst_ip: `${20 + random(60)}.0.0.0/8` }),
    'a port': () => ({ port: '443' }),
    'a rare port': () => ({ dst_port: String(1 + random(10_000)) }),
    'a protocol': () => ({ proto: '6' }),
    'a Community ID': () => ({ community_id: knownId() }),
    'a name': () => ({ name: siteName() }),
    'a domain': () => ({ name: 'example.org' }),
    'a fingerprint': () => ({ ja4: `t13d1516h2_${random(40)}` }),
    'a run': () => ({ run_id: `run-${random(10)}` }),
    'an hour': withinHour,
    'several fields': () => ({ src_ip: own(), port: '443', from: iso(hour()) }),
    'a late page': () => ({ offset: '10000' }),
  }
  for (const [name, query] of Object.entries(queries)) {
    const took: number[] = []
    const cpu: number[] = []
    for (let count = 0; count < askedCount; count++) {
      const search = new URLSearchParams(query())
      const before = { cpu: cpuMs(pid), wall: performance.now() }
      await ask(`/api/flows?${search}`)
      took.push(performance.now() - before.wall)
      cpu.push(cpuMs(pid) - before.cpu)
    }
    figure(`${name}, CPU p95 of both cores`, `${p95(cpu)} ms`)
    bounded(`${name}, p95`, p95(took), { max: 500, unit: 'ms' })
  }
}
