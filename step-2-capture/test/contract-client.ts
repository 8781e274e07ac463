import type { OpenedServer } from 'step-1-skeleton/contract'
import { expect, vi } from 'vitest'
import { status as statusSchema } from '../src/run/status.ts'

/** The few things that contract tests do with a server. */
export class Client {
  readonly #server: OpenedServer

  constructor(server: OpenedServer) {
    this.#server = server
  }

  async get(path: string): Promise<Record<string, unknown>> {
    return this.#json(await this.#server.request(path))
  }

  async post(path: string, body?: unknown): Promise<Record<string, unknown>> {
    if (body === undefined) return this.#json(await this.#server.request(path, { method: 'POST' }))
    return this.#json(await this.sendJson(path, JSON.stringify(body)))
  }

  sendJson(path: string, body: string, type = 'application/json'): Promise<Response> {
    return this.#server.request(path, { method: 'POST', headers: { 'content-type': type }, body })
  }

  send(prefix: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    const body = new FormData()
    body.append('note', 'a field before the file')
    body.append('file', new Blob([bytes]), name)
    return this.#server.request(`${prefix}/upload`, { method: 'POST', body })
  }

  async upload(prefix: string, name: string, bytes: Uint8Array<ArrayBuffer>) {
    const uploaded = await this.#json(await this.send(prefix, name, bytes))
    expect(uploaded).toMatchObject({ success: true, message: expect.any(String) })
    return uploaded as { file_id: string; size: number }
  }

  /** Uploads a capture, and has it judged to its end. */
  async replay(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { file_id } = await this.upload('/api', name, bytes)
    await this.post('/api/start', { source: { kind: 'pcap', file_id } })
    await this.untilDone('/api')
  }

  async untilDone(prefix: string) {
    const ended = async () => {
      const status = await this.get(`${prefix}/status`)
      expect(status.state).toMatch(/done|failed/)
      return status
    }
    return statusSchema.parse(await vi.waitFor(ended, { timeout: 20_000, interval: 100 }))
  }

  async problem(response: Response, status: number, code: string): Promise<void> {
    expect(await response.json()).toMatchObject({ error: { code, fix: expect.any(String) } })
    expect(response.status).toBe(status)
  }

  async #json(response: Response): Promise<Record<string, unknown>> {
    expect(response.status, response.url).toBe(200)
    return (await response.json()) as Record<string, unknown>
  }
}
