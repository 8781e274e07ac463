import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { bounded, figure } from './figure.ts'
import type { Product } from './product.ts'

/** At most this between two answers, of the time that the server's main thread is at work. */
const busyMsMax = 100

/**
 * Asks in a thread of its own, so that the work of the script delays nothing. Beside the time it reads
 * what the server's main thread has worked (Linux, in nanoseconds): where other programs want the
 * cores, the pause between two answers is theirs too.
 */
const asker = `
const { readFileSync } = require('node:fs')
const { parentPort, workerData: { url, pid } } = require('node:worker_threads')
const busyMs = () =>
  Number(readFileSync('/proc/' + pid + '/task/' + pid + '/schedstat', 'utf8').split(' ')[0]) / 1e6
let isOver = false
parentPort.on('message', () => { isOver = true })
async function ask() {
  let longestMs = 0, longestBusyMs = 0, last = performance.now(), lastBusy = busyMs()
  while (!isOver) {
    await (await fetch(url + '/health')).text()
    const now = performance.now(), busy = busyMs()
    longestMs = Math.max(longestMs, now - last)
    longestBusyMs = Math.max(longestBusyMs, busy - lastBusy)
    last = now
    lastBusy = busy
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  parentPort.postMessage({ longestMs, longestBusyMs })
}
ask()`

interface Longest {
  /** The longest pause between two answers of `/health`. */
  readonly longestMs: number
  /** The longest time that the main thread was at work between two answers. */
  readonly longestBusyMs: number
}

/** Asks `/health` every 5 ms while the work goes on, and prints what the longest pause was. */
export async function healthGap(
  { url, pid }: Pick<Product, 'url' | 'pid'>,
  name: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const worker = new Worker(asker, { eval: true, workerData: { url, pid } })
  await setTimeout(300) // The first answer makes the connection.
  const since = performance.now()
  await work()
  figure(`${name}, took`, `${Math.round(performance.now() - since)} ms`)
  worker.postMessage('over')
  // The asker sends nothing else.
  const [{ longestMs, longestBusyMs }] = (await once(worker, 'message')) as [Longest]
  await worker.terminate()
  figure(`${name}, pause of /health`, `${Math.round(longestMs)} ms`)
  const busy = Math.round(longestBusyMs)
  bounded(`${name}, at work between two answers`, busy, { max: busyMsMax, unit: 'ms' })
}
