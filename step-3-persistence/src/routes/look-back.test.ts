import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchOf } from '../../test/flow-batches.ts'
import { Hunter } from '../../test/hunting.ts'
import { openApp } from '../../test/open-app.ts'
import { findingCountMax } from '../hunt/look-back.ts'

describe('looking back', () => {
  let hunter: Hunter
  beforeEach(async () => {
    hunter = new Hunter(await openApp())
  })
  afterEach(() => hunter.opened.close())

  const lookBack = async () => {
    await hunter.post('look_back')
    await hunter.opened.persistence.lookBack.settled()
    return (await hunter.get('look_back')).body
  }

  it('finds the flows of before with an indicator of now', async () => {
    expect((await hunter.get('look_back')).body).toMatchObject({ state: 'idle', found: 0 })
    const { flows } = hunter.opened.persistence
    flows.take(
      batchOf(
        { name: 'cdn.evil.example' },
        { name: 'cdn.evil.example', seconds: 60 },
        { port: 80 },
      ),
      'run',
    )
    await flows.write()
    flows.take(batchOf({ name: 'cdn.evil.example', seconds: 90 }), 'run')
    await hunter.post('indicators', { indicators: [{ value: 'evil.example' }] })
    expect(await lookBack()).toMatchObject({
      state: 'done',
      files_done: 2,
      files_total: 2,
      flows_done: 4,
      found: 1,
      findings: [
        {
          source: '10.0.0.5',
          target: '192.0.2.9',
          place: 'name',
          indicator: { value: 'evil.example', feed: 'own' },
          flows: 3,
          first_seen: '2023-11-14T22:13:20.000Z',
          last_seen: '2023-11-14T22:14:50.000Z',
        },
      ],
    })
  })

  it('lists up to its limit, and counts the rest', async () => {
    const { flows } = hunter.opened.persistence
    const sources = Array.from({ length: findingCountMax + 1 }, (_, index) => ({
      source: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      name: 'evil.example',
    }))
    flows.take(batchOf(...sources), 'run')
    await hunter.post('indicators', { indicators: [{ value: 'evil.example' }] })
    const { found, findings } = await lookBack()
    expect([found, (findings as unknown[]).length]).toEqual([findingCountMax + 1, findingCountMax])
  })
})
