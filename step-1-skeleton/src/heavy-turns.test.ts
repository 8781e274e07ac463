import { expect, it } from 'vitest'
import { handleErrors } from './failures.ts'
import { HeavyTurns, heavyCountMax, inHeavyTurns, waitingCountMax } from './heavy-turns.ts'
import { createRouter } from './router.ts'

it('lets few in at once, the others in their order, and refuses more than may wait', async () => {
  const turns = new HeavyTurns()
  const order: number[] = []
  const ends: (() => void)[] = []
  const all = Array.from({ length: heavyCountMax + waitingCountMax }, async (_, index) => {
    ends.push(await turns.take())
    order.push(index)
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(order).toHaveLength(heavyCountMax)
  await expect(turns.take()).rejects.toMatchObject({ code: 'E_BUSY' })
  for (let done = 0; done < all.length; done++) {
    ends[done]?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
  expect(order).toEqual([...all.keys()])
  // All turns are free again.
  for (let count = 0; count < heavyCountMax; count++) await turns.take()
})

it('keeps no small body waiting behind large ones', async () => {
  const turns = new HeavyTurns()
  const app = createRouter()
  handleErrors(app)
  app.use(inHeavyTurns(turns))
  app.post('/', async (c) => c.text(String((await c.req.text()).length)))
  const held = await Promise.all(Array.from({ length: heavyCountMax }, () => turns.take()))
  const send = (length: number) =>
    app.request('/', {
      method: 'POST',
      body: 'x'.repeat(length),
      headers: { 'content-length': String(length) },
    })
  expect(await (await send(10)).text()).toBe('10')
  let isAnswered = false
  const large = Promise.resolve(send(2_000_000)).then((response) => {
    isAnswered = true
    return response
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isAnswered).toBe(false)
  held[0]?.()
  expect((await large).status).toBe(200)
})
