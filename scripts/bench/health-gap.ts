import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { startProcess } from '../test/started-server.ts'

/*
 * How long /health waits for an answer while a heavy request is at work, in each step: the longest
 * pause between two answers. A thread of its own asks, so that this script's own work delays nothing.
 */
const items = Array.from({ length: 100_000 }, (_, index) => ({
  src: `10.0.${index % 250}.${index % 240}`,
  dst: '10.0.0.1',
  size: (index * 7) % 1_500,
  proto: 6,
  ts: 1_725_530_000 + index,
}))
const body = JSON.stringify({ items })
const deep = `{"items":[${'['.repeat(8e6)}`
const asker = `
const { parentPort, workerData } = require('node:worker_threads')
let isOver = false
parentPort.on('message', () => { isOver = true })
async function ask() {
  let longestMs = 0, count = 0, last = performance.now()
  while (!isOver) {
    await (await fetch(workerData + '/health')).text()
    const now = performance.now()
    longestMs = Math.max(longestMs, now - last)
    last = now
    count++
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  parentPort.postMessage({ longestMs, count })
}
ask()`

for (const step of process.argv.slice(2)) {
  const folder = mkdtempSync(join(tmpdir(), 'gap-'))
  const server = startProcess([`${step}/src/server.ts`], { DATA_DIR: folder })
  const url = await server.url()
  const post = (path: string, text: string) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    })
  for (const [name, run] of [
    ['nothing', () => setTimeout(1_000)],
    ['POST /train', () => post('/train', body)],
    ['POST /analyze', () => post('/analyze', body)],
    [
      '14 nested bodies',
      () => Promise.all(Array.from({ length: 14 }, () => post('/analyze', deep))),
    ],
  ] as const) {
    const worker = new Worker(asker, { eval: true, workerData: url })
    await setTimeout(300)
    const since = performance.now()
    const answer = await run()
    if (answer instanceof Response) await answer.text()
    const ms = performance.now() - since
    worker.postMessage('over')
    const { longestMs, count } = await new Promise<{ longestMs: number; count: number }>(
      (resolve) => worker.once('message', resolve),
    )
    console.log(
      `${step} ${name}: ${Math.round(ms)} ms, ${count} answers, longest pause ${Math.round(longestMs)} ms`,
    )
    await worker.terminate()
  }
  await server.end()
  rmSync(folder, { recursive: true })
}
