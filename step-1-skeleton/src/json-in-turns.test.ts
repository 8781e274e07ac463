import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { jsonInTurns } from './json-in-turns.ts'

const head = { count: 5_000, note: '…' }

it.each([0, 1, 2_048, 5_000])('answers a list of %i as c.json would', async (length) => {
  const results = Array.from({ length }, (_, index) => ({ index, text: `"${index}"` }))
  const app = new Hono()
    .get(
      '/turns',
      (c) => jsonInTurns(c, { ...head, results }, 'results') as unknown as Promise<Response>,
    )
    .get('/json', (c) => c.json({ ...head, results }))
  const [turns, json] = [await app.request('/turns'), await app.request('/json')]
  expect(await turns.text()).toBe(await json.text())
  expect(turns.headers.get('content-type')).toBe(json.headers.get('content-type'))
  expect(turns.status).toBe(200)
})

it('lets others work meanwhile', async () => {
  const results = Array.from({ length: 10_000 }, (_, index) => index)
  let turns = 0
  const isOver = new AbortController()
  const count = () => {
    turns++
    if (!isOver.signal.aborted) setImmediate(count)
  }
  setImmediate(count)
  const app = new Hono().get(
    '/',
    (c) => jsonInTurns(c, { results }, 'results') as unknown as Promise<Response>,
  )
  await app.request('/')
  isOver.abort()
  expect(turns).toBeGreaterThan(3)
})
