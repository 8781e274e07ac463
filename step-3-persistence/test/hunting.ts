import { vi } from 'vitest'
import type { OpenedApp } from './open-app.ts'

export type Json = Record<string, unknown>

/** What tests of threat hunting do to a server. */
export class Hunter {
  readonly opened: OpenedApp

  constructor(opened: OpenedApp) {
    this.opened = opened
  }

  async request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Json }> {
    const response = await this.opened.request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : { text } }
  }

  get(path: string) {
    return this.request('GET', `/api/threat_hunting/${path}`)
  }

  post(path: string, body?: unknown) {
    return this.request('POST', `/api/threat_hunting/${path}`, body)
  }

  /** Plays traffic of the simulator to its end. */
  async simulate(scenario: string): Promise<void> {
    await this.request('POST', '/api/start', { source: { kind: 'simulate', scenario, seed: 2 } })
    const isDone = async () => (await this.request('GET', '/api/status')).body.state === 'done'
    await vi.waitUntil(isDone, { timeout: 60_000 })
    await this.opened.persistence.writer.settled()
  }
}
