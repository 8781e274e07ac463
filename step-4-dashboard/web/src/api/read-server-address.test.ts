import { describe, expect, it } from 'vitest'
import { readServerAddress } from './read-server-address.ts'

const origin = 'http://localhost:8000'

function read(search: string, storage: Record<string, string> = {}) {
  return readServerAddress({ origin, search, stored: (name) => storage[name] ?? null })
}

describe('readServerAddress', () => {
  it('is the page’s own server where nothing is named', () => {
    expect(read('')).toEqual({ apiBase: '', socketUrl: '', refused: [] })
  })

  it('takes the page’s own origin by its name', () => {
    const { apiBase, socketUrl } = read(`?apiBase=${origin}/&socketUrl=${origin}`)
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
  ])('refuses %s, from the address or from storage, and says so', (asked) => {
    const query = `?apiBase=${encodeURIComponent(asked)}`
    expect(read(query)).toEqual({ apiBase: '', socketUrl: '', refused: [asked] })
    expect(read('', { socketUrl: asked })).toEqual({ apiBase: '', socketUrl: '', refused: [asked] })
  })
})
