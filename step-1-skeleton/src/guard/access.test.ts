import { describe, expect, it } from 'vitest'
import { type RequestFacts, refusal } from './access.ts'

const own = new Set(['localhost:8000'])
const asked: RequestFacts = {
  method: 'POST',
  path: '/api/start',
  host: 'localhost:8000',
  origin: undefined,
  fetchSite: undefined,
  contentType: 'application/json',
}
const codeOf = (changes: Partial<RequestFacts>) => refusal({ ...asked, ...changes }, own)?.code

describe('refusal', () => {
  it('knows hosts by their whole name and port', () => {
    expect(codeOf({ host: 'localhost:8000' })).toBeUndefined()
    expect(codeOf({ host: 'LOCALHOST:8000' })).toBeUndefined()
    const foreign = ['localhost', 'localhost:80000', 'xlocalhost:8000', 'localhost:8000.x', '']
    for (const host of [...foreign, undefined]) {
      expect(codeOf({ host }), host).toBe('E_FOREIGN_HOST')
      expect(codeOf({ host, method: 'GET' }), host).toBe('E_FOREIGN_HOST')
    }
  })

  it.each([
    'http://localhost:8001',
    'http://localhost',
    'http://localhost:8000.evil.example',
    'http://localhost:8000://evil.example',
    'ftp://localhost:8000',
    'null',
    '',
  ])('refuses the origin %j, whatever the request does', (origin) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      expect(codeOf({ origin, method })).toBe('E_FOREIGN_ORIGIN')
    }
  })

  it.each(['http://localhost:8000', 'https://localhost:8000'])(
    'takes the origin %s for its own page, also behind TLS',
    (origin) => expect(codeOf({ origin })).toBeUndefined(),
  )

  it.each([
    [undefined, undefined],
    ['same-origin', undefined],
    ['none', undefined],
    ['same-site', 'E_FOREIGN_ORIGIN'],
    ['cross-site', 'E_FOREIGN_ORIGIN'],
  ])('of a change whose Sec-Fetch-Site is %s says %s', (fetchSite, code) => {
    expect(codeOf({ fetchSite })).toBe(code)
    expect(codeOf({ fetchSite, method: 'GET' })).toBeUndefined()
  })

  it('refuses text below /api, which a form of any page can send', () => {
    expect(codeOf({ contentType: 'text/plain;charset=UTF-8' })).toBe('E_FOREIGN_ORIGIN')
    expect(codeOf({ contentType: 'text/plain', path: '/train' })).toBeUndefined()
    expect(codeOf({ contentType: 'text/plain', path: '/apis' })).toBeUndefined()
  })
})
