import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Algorithm, Scorer } from '../src/algorithm.ts'
import { createApp } from '../src/app.ts'
import { isolationForest } from '../src/isolation-forest.ts'
import { type Listening, listen } from '../src/listen.ts'
import { ModelFile } from '../src/model-file.ts'
import { ModelHolder } from '../src/model-holder.ts'
import { itemFeatures } from '../src/schema.ts'

const itemCount = 20_000
const items = Array.from({ length: itemCount }, (_, index) => ({ size: index % 1_500, proto: 6 }))

/** The forest, which says at which row it is. */
function watched(onScore: () => void): Algorithm {
  const watch = (scorer: Scorer): Scorer => ({
    toState: () => scorer.toState(),
    score: (row) => {
      onScore()
      return scorer.score(row)
    },
  })
  return {
    name: isolationForest.name,
    train: (rows) => watch(isolationForest.train(rows)),
    restore: (state) => watch(isolationForest.restore(state)),
  }
}

describe('while a large request is at work', { timeout: 60_000 }, () => {
  let folder: string
  let server: Listening
  let scoredCount: number
  let onFirstScore: () => void
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'responsive-'))
    scoredCount = 0
    onFirstScore = () => {}
    const algorithm = watched(() => {
      if (++scoredCount === 1) onFirstScore()
    })
    const file = new ModelFile(join(folder, 'model.json'))
    const holder = await ModelHolder.open(algorithm, file, itemFeatures)
    const now = () => new Date()
    const app = createApp({ holder, now, log: () => {}, step: 1, mode: () => 'features' })
    server = await listen(app, { host: '127.0.0.1', port: 0 })
  })
  afterEach(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  const post = (path: string, count: number) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: items.slice(0, count) }),
    })

  it.each(['/train', '/analyze'])(
    '%s: who asks for the health is answered before',
    async (path) => {
      if (path === '/analyze') await post('/train', 300)
      scoredCount = 0
      const asked = new Promise<{ status: number; scored: number }>((resolve) => {
        onFirstScore = async () => {
          const { status } = await fetch(`${server.url}/health`)
          resolve({ status, scored: scoredCount })
        }
      })
      const answer = await post(path, itemCount)
      expect(answer.status).toBe(200)
      const { status, scored } = await asked
      expect(status).toBe(200)
      expect(scored).toBeLessThan(itemCount)
      expect(scoredCount).toBe(itemCount)
    },
  )
})
