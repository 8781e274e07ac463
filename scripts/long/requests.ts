import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { healthGap } from './health-gap.ts'
import { freePort, startProduct } from './product.ts'

/*
 * How long `/health` waits for an answer while a heavy request is at work, in each step: the largest
 * batch that is taken, to learn from and to judge, and bodies of nothing but brackets.
 */
const steps = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard']
const items = Array.from({ length: 100_000 }, (_, index) => ({
  src: `10.0.${index % 250}.${index % 240}`,
  dst: '10.0.0.1',
  size: (index * 7) % 1_500,
  proto: 6,
  ts: 1_725_530_000 + index,
}))
const largest = JSON.stringify({ items })
const nested = `{"items":[${'['.repeat(8e6)}`
const nestedCount = 14

for (const step of steps) await measure(step)

async function measure(step: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-requests-'))
  const server = fileURLToPath(new URL(`../../${step}/src/server.ts`, import.meta.url))
  const env = { ...process.env, DATA_DIR: join(folder, 'data') }
  const options = { port: await freePort(), folder, env }
  const product = await startProduct([process.execPath, server], options)
  const post = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json' }
    await (await fetch(product.url + path, { method: 'POST', headers, body })).text()
  }
  try {
    await healthGap(product, `${step}, idle`, () => setTimeout(1_000))
    await healthGap(product, `${step}, /train of ${items.length}`, () => post('/train', largest))
    await healthGap(product, `${step}, /analyze of them`, () => post('/analyze', largest))
    // Each is refused, some before they are whole.
    const bodies = () =>
      Promise.allSettled(Array.from({ length: nestedCount }, () => post('/analyze', nested)))
    await healthGap(product, `${step}, ${nestedCount} nested bodies`, bodies)
  } finally {
    await product.end()
    await rm(folder, { recursive: true, maxRetries: 3 })
  }
}
