import { expect, it } from 'vitest'
import { Interfaces } from './interfaces.ts'

it.runIf(process.platform === 'linux')(
  'offers all interfaces of Linux at once, as any',
  async () => {
    const interfaces = new Interfaces({ searchPath: process.env.PATH ?? '', nowMs: () => 0 })
    const names = (await interfaces.list()).map(({ name }) => name)
    expect(names).toContain('lo')
    expect(names.at(-1)).toBe('any')
    await interfaces.require('any')
    await expect(interfaces.require('many')).rejects.toMatchObject({ code: 'E_UNKNOWN_INTERFACE' })
  },
)
