import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Learn, learnRoutes } from './learn.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe('the material of the course', () => {
  let ownFolder: string
  beforeEach(async () => {
    await mkdir(join(root, 'my'), { recursive: true })
    ownFolder = relative(root, await mkdtemp(join(root, 'my/.learn-')))
  })
  afterEach(() => rm(join(root, ownFolder), { recursive: true }))

  async function learn(runsOwnFiles = false): Promise<Learn> {
    const response = await learnRoutes({ ownFolder, runsOwnFiles }).request('/learn')
    expect(response.status).toBe(200)
    return (await response.json()) as Learn // Its own type is what is tested elsewhere.
  }
  const note = (text: string) => writeFile(join(root, ownFolder, 'progress.json'), text)

  it('begins with the first exercise', async () => {
    const { exercises, next, runs } = await learn()
    expect(exercises).toHaveLength(14)
    expect(exercises.every(({ state }) => state === 'new')).toBe(true)
    expect(next).toEqual({
      id: 'isolation-tree',
      command: 'npm run learn -- start isolation-tree',
    })
    expect(runs).toBe('product')
  })

  it('goes on with what is begun, and says whose code runs', async () => {
    await note('{"passed":{},"hints":{},"states":{"isolation-tree":"passed","udp":"started"}}')
    const { exercises, next, runs } = await learn(true)
    expect(exercises[0]).toMatchObject({ id: 'isolation-tree', state: 'passed' })
    expect(next).toEqual({ id: 'udp', command: 'npm run learn -- check udp' })
    expect(runs).toBe('own')
  })

  it('has no next exercise when all are passed', async () => {
    const { exercises } = await learn()
    const states = Object.fromEntries(exercises.map(({ id }) => [id, 'passed']))
    await note(JSON.stringify({ states }))
    expect((await learn()).next).toBeNull()
  })

  it.each(['{', '{"states":{"udp":"lost"}}', '[]'])('takes %s for no progress', async (text) => {
    await note(text)
    expect((await learn()).next?.id).toBe('isolation-tree')
  })

  it('has the words, the bytes and the forest, of which three items are odd at 5 %', async () => {
    const { glossary, packet, forest } = await learn()
    expect(glossary.length).toBeGreaterThanOrEqual(40)
    expect(packet.bytes.length).toBeGreaterThanOrEqual(54)
    const odd = forest.items.filter((item) => item.strangeness > 0.95)
    expect(odd.map(({ size }) => size)).toContain(65_535)
    expect(odd).toHaveLength(3)
  })
})
