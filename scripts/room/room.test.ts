import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startProcess } from '../test/started-server.ts'
import { Room } from './room.ts'

describe('a room', () => {
  it('counts each exercise of a name once', () => {
    const room = new Room()
    for (const exercise of ['udp', 'udp', 'flow-key']) {
      expect(room.note({ name: 'Ana', exercise })).toBeUndefined()
    }
    room.note({ name: 'Ben', exercise: 'udp' })
    expect(room.rows()).toEqual([
      { name: 'Ana', count: 2, last: 'flow-key' },
      { name: 'Ben', count: 1, last: 'udp' },
    ])
  })

  it.each([
    ['an unknown exercise', { name: 'Ana', exercise: 'nonsense' }],
    ['a third field', { name: 'Ana', exercise: 'udp', file: 'x' }],
    ['no name', { exercise: 'udp' }],
    ['a name of 41 characters', { name: 'a'.repeat(41), exercise: 'udp' }],
    ['a name that would colour the terminal', { name: 'a\u001b[31m', exercise: 'udp' }],
    ['a name that turns the line round', { name: 'a\u202eb', exercise: 'udp' }],
    ['a list', ['Ana', 'udp']],
    ['nothing', undefined],
  ])('refuses %s', (_, given) => {
    const room = new Room()
    expect(room.note(given)).toBeTypeOf('string')
    expect(room.rows()).toEqual([])
  })

  it('has an end', () => {
    const room = new Room()
    for (let at = 0; at < 100; at++) room.note({ name: `n${at}`, exercise: 'udp' })
    expect(room.note({ name: 'one more', exercise: 'udp' })).toContain('100 names')
    expect(room.note({ name: 'n1', exercise: 'ipv4' })).toBeUndefined()
  })
})

describe('npm run room', () => {
  let server: ServerProcess
  afterEach(() => server?.end())

  async function open() {
    server = startProcess(['scripts/room.ts', '--port', '0'], {})
    const url = await server.url()
    await expect.poll(() => / [a-z2-9]{16} Ana/.exec(server.output.stdout)?.[0]).toBeDefined()
    const [, code = ''] = / ([a-z2-9]{16}) Ana/.exec(server.output.stdout) ?? []
    const post = (headers: Record<string, string>, body = '{"name":"Ana","exercise":"udp"}') =>
      fetch(`${url}/passed`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
      })
    return { url, code, post }
  }

  it('listens on this machine alone, and takes a pass with its code', async () => {
    const { url, code, post } = await open()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/)
    const proof = { Authorization: `Bearer ${code}` }
    expect((await post(proof)).status).toBe(200)
    const response = await fetch(`${url}/room`, { headers: proof })
    expect(await response.json()).toEqual({
      learners: [{ name: 'Ana', count: 1, last: 'udp' }],
    })
    expect(server.output.stdout).toMatch(/Ana +1 of 14 {2}udp/)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('refuses what does not show the code, comes from a page, or is too much', async () => {
    const { url, code, post } = await open()
    const proof = { Authorization: `Bearer ${code}` }
    expect((await post({})).status).toBe(401)
    expect((await post({ Authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await fetch(`${url}/room`)).status).toBe(401)
    expect((await post({ ...proof, Origin: 'http://evil.example' })).status).toBe(403)
    expect((await post({ ...proof, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await post({ ...proof, 'Content-Type': 'text/plain' })).status).toBe(415)
    expect((await post(proof, '{"name":"Ana","exercise":"udp","more":1}')).status).toBe(400)
    expect((await post(proof, `"${'x'.repeat(2_000)}"`)).status).toBe(413)
    const response = await fetch(`${url}/room`, { headers: proof })
    expect(await response.json()).toEqual({ learners: [] })
  })

  it('blocks who guesses', async () => {
    const { post } = await open()
    const statuses = []
    for (let at = 0; at < 12; at++) {
      statuses.push((await post({ Authorization: `Bearer guess-${at}` })).status)
    }
    expect(statuses.at(-1)).toBe(429)
  })

  it('answers to its own names alone', async () => {
    const { url } = await open()
    const { port } = new URL(url)
    const curl = spawn('curl', ['-s', `127.0.0.1:${port}/room`, '-H', 'Host: evil.example'])
    let output = ''
    curl.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    await once(curl, 'close')
    expect(output).toContain('E_FOREIGN_HOST')
  })
})
