import { gzipSync } from 'node:zlib'
import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'

/** What must not start anything, and not be kept. */
export function refusalsContract(open: () => Promise<OpenedServer>): void {
  describe('step 2: what is refused', () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    it.each([
      ['a page', '<!doctype html><title>capture.pcap</title>'],
      ['nothing', ''],
      ['gzip of something else', gzipSync('hello, hello, hello')],
    ])('refuses to keep %s as a capture', async (_, content) => {
      const response = await server.send(
        '/api',
        'capture.pcap',
        Uint8Array.from(Buffer.from(content)),
      )
      await server.problem(response, 415, 'E_NOT_A_CAPTURE')
      expect(await server.get('/api/files')).toMatchObject({ count: 0 })
    })

    it.each([
      ['an id that is a path', { source: { kind: 'pcap', file_id: '../../etc/passwd' } }, 400],
      ['an id that is not there', { source: { kind: 'pcap', file_id: '0123456789abcdef' } }, 404],
      ['a sample that is a path', { source: { kind: 'pcap', sample: '../README' } }, 404],
      ['a file without a name', { source: { kind: 'pcap' } }, 400],
      ['an unknown scenario', { source: { kind: 'simulate', scenario: '__proto__' } }, 400],
      ['an unknown field', { interfaces: 'lo' }, 400],
      ['an unknown field of a source', { source: { kind: 'simulate', name: 'office' } }, 400],
      ['an unknown mode', { mode: 'fast' }, 400],
      ['a mode that has no default file', { mode: 'pcap' }, 400],
      ['a mode beside a source', { mode: 'live', source: 'simulate' }, 400],
      ['an unknown kind of source', { source: { kind: 'file', path: '/etc/passwd' } }, 400],
      ['a path below no allowed folder', { source: { kind: 'pcap', path: '/etc/passwd' } }, 404],
      ['an interface with an option', { interface: '-w/tmp/x' }, 400],
      ['an interface with a command', { interface: 'lo;id' }, 400],
      ['an interface with a line break', { interface: 'lo\n-z' }, 400],
      ['an empty interface', { interface: '' }, 400],
      ['a list of interfaces', { interface: ['lo'] }, 400],
      ['a filter of 65 kB', { filter: 'x'.repeat(65_537) }, 400],
    ])('refuses to start %s', async (_, body, status) => {
      const response = await server.sendJson('/api/start', JSON.stringify(body))
      const { error } = (await response.json()) as { error: { fix: string } }
      expect(response.status).toBe(status)
      expect(error.fix).not.toBe('')
      expect(await server.get('/api/status')).toMatchObject({ state: 'idle' })
    })

    it.each([
      ['file', /^source: takes live, pcap or simulate, or an object .*"kind":"pcap"/],
      [{ kind: 'file' }, /^source: takes live, pcap or simulate, or an object/],
      [{ kind: 'pcap', speed: 'fast' }, /^source: speed: .*expected number/],
    ])('says of the source %j what is wrong with it', async (source, message) => {
      const response = await server.sendJson('/api/start', JSON.stringify({ source }))
      const { error } = (await response.json()) as { error: { message: string } }
      expect(error.message).toMatch(message)
    })

    it.each(['flows?destination_port=25', 'metrics?ip=192.0.2.1', 'flows?ip=192.0.2.0/33'])(
      'refuses the query /api/%s',
      async (query) => {
        const response = await opened.request(`/api/${query}`)
        const { error } = (await response.json()) as { error: { message: string } }
        expect(response.status).toBe(400)
        expect(error.message).toContain(/\?(\w+)=/.exec(query)?.[1])
      },
    )

    it('starts nothing for a body that is not JSON, or for GET', async () => {
      const text = await server.sendJson('/api/start', '{}', 'text/plain')
      expect([403, 415]).toContain(text.status)
      await server.problem(await server.sendJson('/api/start', '{'), 400, 'E_BAD_JSON')
      for (const path of ['/api/start', '/api/stop', '/api/upload', '/api/detect']) {
        await server.problem(await opened.request(path), 405, 'E_METHOD_NOT_ALLOWED')
      }
      expect(await server.get('/api/status')).toMatchObject({ state: 'idle' })
    })
  })
}
