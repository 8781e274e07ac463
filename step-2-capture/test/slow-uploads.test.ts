import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { startServer } from 'step-1-skeleton'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { pcapHeader } from '../src/pcap/pcap-writer.ts'
import { openCapture } from '../src/serve/open-capture.ts'
import { testConfig } from './open-capture-app.ts'

/** The magic is all that an upload is looked at for. */
const capture = Buffer.concat([pcapHeader(), Buffer.alloc(240_000)])
const boundary = 'a-boundary'
const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pcap"\r\n\r\n`
const minuteMs = 60_000
/** Node's own channel: the server of this process tells each request that it begins to read. */
const begins = 'http.server.request.start'

/** A clock for the server's rounds alone, and a client that sends by hand. */
describe('an upload', () => {
  let folder: string
  let url: string
  let close: () => Promise<void>
  let sent: ClientRequest
  let received: IncomingMessage | undefined
  let answer: Promise<{ status: number | undefined; body: string }>
  const onBegin = (message: unknown) => {
    const { request } = message as { request: IncomingMessage }
    if (request.url === '/api/upload') received = request
  }
  beforeEach(async () => {
    received = undefined
    subscribe(begins, onBegin)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    folder = await mkdtemp(join(tmpdir(), 'slow-'))
    const running = await startServer(await testConfig(folder), async (config, closing) => ({
      app: createApp(await openCapture(config, closing)),
    }))
    url = running.url
    close = running.close
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    sent = request(`${url}/api/upload`, { method: 'POST', headers })
    answer = new Promise((resolve, reject) => {
      sent.once('error', reject).once('response', async (response) => {
        resolve({ status: response.statusCode, body: await text(response) })
      })
    })
    await send(head)
  })
  afterEach(async () => {
    unsubscribe(begins, onBegin)
    sent.destroy()
    await close()
    vi.useRealTimers()
    // What a round began to write may come to its end only now.
    await rm(folder, { recursive: true, maxRetries: 10 })
  })

  /** Resolves when the server has read all that was sent. */
  async function send(bytes: string | Uint8Array): Promise<void> {
    await new Promise((resolve) => sent.write(bytes, resolve))
    while (received === undefined || received.socket.bytesRead !== sent.socket?.bytesWritten) {
      await setImmediate()
    }
  }

  it('is taken although it lasts for an hour', async () => {
    const pieceBytes = Math.ceil(capture.length / 60)
    for (let at = 0; at < capture.length; at += pieceBytes) {
      vi.advanceTimersByTime(minuteMs)
      await send(capture.subarray(at, at + pieceBytes))
    }
    sent.end(`\r\n--${boundary}--\r\n`)
    const { status, body } = await answer
    expect(JSON.parse(body)).toMatchObject({ success: true, size: capture.length })
    expect(status).toBe(200)
  })

  it('that stands still is cut, and nothing of it stays', async () => {
    await send(capture.subarray(0, 4_096))
    vi.advanceTimersByTime(2 * minuteMs)
    expect(await answer).toMatchObject({ status: 408 })
    const { files } = (await (await fetch(`${url}/api/files`)).json()) as { files: unknown[] }
    expect(files).toEqual([])
  })
})
