import { describe, expect, it } from 'vitest'
import { readServerAddress } from './read-server-address.ts'

const origin = 'http://localhost:8000'

const sensor = 'https://sensor.example:8000'

function read(search: string, storage: Record<string, string> = {}, list: unknown = {}) {
  const stored = (name: string) => storage[name] ?? null
  return readServerAddress({ origin, search, stored, readList: async () => list })
}

describe('readServerAddress', () => {
  it('is the page’s own server where nothing is named', async () => {
    expect(await read('')).toEqual({ apiBase: '', socketUrl: '', refused: [] })
  })

  it('takes the page’s own origin by its name', async () => {
    const { apiBase, socketUrl } = await read(`?apiBase=${origin}/&socketUrl=${origin}`)
    expect([apiBase, socketUrl]).toEqual([origin, origin])
  })

  it.each([
    'http://evil.example',
    'http://localhost:8001',
    'https://localhost:8000',
    'http://localhost:8000.evil.example',
    'http://localhost:8000@evil.example',
    'javascript:alert(1)',
    '//evil.example',
    'not an address',
    'null',
  ])('refuses %s, from the address or from storage, and says so', async (asked) => {
    const query = `?apiBase=${encodeURIComponent(asked)}`
    const refused = { apiBase: '', socketUrl: '', refused: [asked] }
    const list = { servers: [sensor, asked.toUpperCase(), `${asked}/`] }
    expect(await read(query, {}, list)).toEqual(refused)
    expect(await read('', { socketUrl: asked }, list)).toEqual(refused)
  })

  it('takes a server of the list, for sockets too unless another is named for them', async () => {
    const list = { servers: [sensor, 'http://other.example'] }
    expect(await read(`?apiBase=${sensor}/api`, {}, list)).toEqual({
      apiBase: sensor,
      socketUrl: sensor,
      refused: [],
    })
    const named = { apiBase: sensor, socketUrl: 'http://other.example' }
    expect(await read('', named, list)).toEqual({ ...named, refused: [] })
  })

  it.each([null, [], 'all', { servers: '*' }, { servers: ['*', sensor.slice(0, -1), 7] }])(
    'takes no server of a list that is %j',
    async (list) => {
      expect((await read(`?apiBase=${sensor}`, {}, list)).refused).toEqual([sensor])
    },
  )

  it('takes no server where the list cannot be read, and asks for none where none is named', async () => {
    const readList = () => Promise.reject(new Error('404'))
    const asked = { origin, stored: () => null, readList }
    expect((await readServerAddress({ ...asked, search: `?apiBase=${sensor}` })).refused).toEqual([
      sensor,
    ])
    const never = () => expect.fail('asked for the list')
    expect((await readServerAddress({ ...asked, search: '', readList: never })).refused).toEqual([])
  })
})
