import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LinkWatch } from './link-watch.ts'

describe('LinkWatch', () => {
  let folder: string
  let watch: LinkWatch
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'links-'))
    await mkdir(join(folder, 'eth0'))
    await set({ ifindex: '2', flags: '0x1003', carrier: '1' })
    watch = new LinkWatch('eth0', folder)
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function set(values: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(values)) {
      await writeFile(join(folder, 'eth0', name), `${text}\n`)
    }
  }

  it('sees no fault in an interface that stays as it is', async () => {
    const none = [undefined, undefined, undefined]
    expect([await watch.look(), await watch.look(), watch.problem]).toEqual(none)
  })

  it('sees that it was switched off', async () => {
    await watch.look()
    await set({ flags: '0x1002' })
    expect(await watch.look()).toMatchObject({ code: 'E_INTERFACE_DOWN' })
  })

  it.each([
    ['is gone', () => rm(join(folder, 'eth0'), { recursive: true })],
    ['was made anew', () => set({ ifindex: '9' })],
  ])('sees that it %s', async (_, change) => {
    await watch.look()
    await change()
    expect(await watch.look()).toMatchObject({ code: 'E_UNKNOWN_INTERFACE' })
  })

  it('says that its cable is out, and that it is in again', async () => {
    await watch.look()
    await set({ carrier: '0' })
    expect(await watch.look()).toBeUndefined()
    expect(watch.problem).toContain('eth0 has no link')
    await set({ carrier: '1' })
    await watch.look()
    expect(watch.problem).toBeUndefined()
  })

  it('sees nothing where an interface has no folder', async () => {
    const any = new LinkWatch('any', folder)
    expect([await any.look(), await any.look()]).toEqual([undefined, undefined])
  })
})
