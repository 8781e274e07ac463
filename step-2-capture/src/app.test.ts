import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from 'step-1-skeleton'
import { afterEach, describe, expect, it } from 'vitest'
import { type OpenedCaptureApp, openCaptureApp } from '../test/open-capture-app.ts'
import { pcapHeader } from './pcap/pcap-writer.ts'
import { UploadStore } from './upload/upload-store.ts'

describe('app', () => {
  let opened: OpenedCaptureApp
  afterEach(() => opened.close())

  const postJson = (path: string, body: unknown) =>
    opened.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('says how to install tcpdump where there is none, and lives on', async () => {
    opened = await openCaptureApp({ searchPath: '' })
    const response = await postJson('/api/start', {})
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      error: { code: 'E_NO_TCPDUMP', fix: expect.stringContaining('install tcpdump') },
    })
    expect((await opened.request('/health')).status).toBe(200)
    const status = await (await opened.request('/api/status')).json()
    expect(status).toMatchObject({ state: 'idle', error: null })
  })

  it('refuses 16 MiB of JSON, before and after it was announced', async () => {
    opened = await openCaptureApp()
    const text = `{"flows":[],"filler":"${'x'.repeat(17 * 1024 * 1024)}"}`
    for (const path of ['/api/start', '/api/detect', '/api/train', '/api/v1/train_model']) {
      expect((await postJson(path, text)).status, path).toBe(413)
    }
  })

  describe('with room for 100,000 bytes', () => {
    const bytesMax = 100_000
    async function openSmall(): Promise<string> {
      const folder = join(tmpdir(), `uploads-${process.pid}-${Math.random()}`)
      const uploads = new UploadStore({ folder, now: () => new Date(0), bytesMax })
      opened = await openCaptureApp({ uploads })
      return folder
    }

    /** A form with a capture of that many bytes, sent in pieces, without a stated length. */
    function inPieces(byteCount: number, isCutOff = false): RequestInit {
      const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pcap"\r\n\r\n'
      async function* pieces() {
        yield Buffer.concat([Buffer.from(head), pcapHeader()])
        for (let sent = 24; sent < byteCount; sent += 1_000) {
          yield new Uint8Array(Math.min(1_000, byteCount - sent))
        }
        if (!isCutOff) yield Buffer.from('\r\n--x--\r\n')
      }
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      // fetch takes any async iterable; its types do not say so.
      return { method: 'POST', headers, body: pieces() as never, duplex: 'half' } as RequestInit
    }

    it('takes a capture of just that size, refuses one byte more, and keeps none of it', async () => {
      const folder = await openSmall()
      const { url, close } = await listen(opened.app, { host: '127.0.0.1', port: 0 })
      expect((await fetch(`${url}/api/upload`, inPieces(bytesMax))).status).toBe(200)
      const before = await readdir(folder)
      // The server answers while the rest is still on its way, which fetch may take for an error.
      const refused = await fetch(`${url}/api/upload`, inPieces(bytesMax + 1)).then(
        (response) => response.status,
        () => 413,
      )
      expect(refused).toBe(413)
      expect(await readdir(folder)).toEqual(before)
      await close()
    })

    it('refuses an announced length at once, without reading', async () => {
      const folder = await openSmall()
      const response = await opened.request('/api/upload', {
        ...inPieces(1_000),
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '9999999' },
      })
      expect(response.status).toBe(413)
      await expect(readdir(folder)).rejects.toThrow('ENOENT')
    })

    it('keeps nothing of an upload that is cut off', async () => {
      const folder = await openSmall()
      const response = await opened.request('/api/upload', inPieces(50_000, true))
      expect(await response.json()).toMatchObject({ error: { code: 'E_BAD_UPLOAD' } })
      expect(await readdir(folder)).toEqual([])
    })
  })
})
