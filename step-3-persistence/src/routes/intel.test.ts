import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Hunter, type Json } from '../../test/hunting.ts'
import { openApp } from '../../test/open-app.ts'
import { feedBytesMax } from '../hunt/feed/fetch-feed.ts'
import { feedCountMax } from '../hunt/threat-intel.ts'
import { addedCountMax, checkCountMax } from './intel-schemas.ts'

const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `h${i}.example`)

describe('threat intelligence', () => {
  let folder: string
  let hunter: Hunter
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-intel-'))
    hunter = new Hunter(await openApp({ dataFolder: folder }))
  })
  afterEach(async () => {
    await hunter.opened.close()
    await rm(folder, { recursive: true })
  })

  const give = (content: string, given: Json = {}) =>
    hunter.post('update_intel', { name: 'list', content, ...given })
  const check = async (ioc_value: string, ioc_type = 'auto') =>
    (await hunter.post('check_ioc', { ioc_value, ioc_type })).body
  const stats = async () => (await hunter.get('intel_stats')).body
  const code = ({ body }: { body: Json }) => (body.error as Json).code

  it('knows nothing before there is a feed, and says what a value is', async () => {
    expect(await check('203.0.113.7')).toMatchObject({
      found: false,
      ioc_type: 'ipv4',
      source: null,
    })
    expect(await check('not an indicator')).toMatchObject({ found: false, ioc_type: 'unknown' })
    expect(await stats()).toMatchObject({ total_indicators: 0, feeds: [], last_updated: null })
  })

  it('takes a feed, answers from it, and still knows it after a restart', async () => {
    const given = { source: 'a test', licence: 'CC0-1.0', confidence: 0.9, threat_type: 'c2' }
    const { status, body } = await give(`198.51.100.0/24\nevil.example\n10.0.0.1\n${md5}\n`, given)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      updated: [
        { added: 4, removed: 0, feed: { indicator_count: 4, refused_count: 1, ...plain(given) } },
      ],
    })
    await hunter.opened.close()
    hunter = new Hunter(await openApp({ dataFolder: folder }))
    expect(await check('198.51.100[.]77')).toMatchObject({
      found: true,
      ioc_type: 'ipv4',
      threat_type: 'c2',
      source: 'list',
      confidence: 0.9,
      matches: [{ type: 'cidr', value: '198.51.100.0/24' }],
    })
    expect(await check('cdn.EVIL.example')).toMatchObject({ found: true, ioc_type: 'domain' })
    expect(await check(md5, 'ja3')).toMatchObject({ found: true, ioc_type: 'ja3' })
    expect(await check('10.0.0.1')).toMatchObject({ found: false })
    expect(await stats()).toMatchObject({
      total_indicators: 4,
      by_type: { cidr: 1, domain: 1, md5: 1, ja3: 1 },
      feeds: [{ name: 'list', age_days: 0, licence: 'CC0-1.0' }],
    })
  })

  it('checks values in bulk, in their order', async () => {
    await give('evil.example\n')
    const asked = { ioc_values: ['a.example', 'x.evil.example'] }
    expect((await hunter.post('check_iocs', asked)).body).toMatchObject({
      count: 2,
      found_count: 1,
      results: [{ found: false }, { found: true }],
    })
  })

  it.each([
    ['a page', '<html>203.0.113.7</html>'],
    ['the internet', '0.0.0.0/0\n'],
    ['a domain of millions', 'com\n'],
    ['a tenth of what it had', numbered(2).join('\n')],
  ])('refuses %s, and keeps what it had', async (_, content) => {
    await give(numbered(30).join('\n'))
    const answer = await give(content)
    expect([answer.status, code(answer)]).toEqual([422, 'E_FEED_REFUSED'])
    expect(await check('h29.example')).toMatchObject({ found: true })
    expect(await stats()).toMatchObject({
      total_indicators: 30,
      feeds: [{ error: expect.stringContaining('refused') }],
    })
  })

  it('takes a feed that shrank where a person says so', async () => {
    await give(numbered(30).join('\n'))
    const { body } = await give('h0.example', { allow_shrinking: true })
    expect(body).toMatchObject({ updated: [{ added: 0, removed: 29 }] })
  })

  it('fetches feeds, from inside only where that is allowed, and keeps the old when one fails', async () => {
    const answers = ['evil.example\n', '<html></html>', 'x'.repeat(feedBytesMax + 1)]
    const server = createServer((_, answer) => answer.end(answers.shift())).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.txt`
      const ask = () => hunter.post('update_intel', { name: 'net', url })
      const allow = (allow_private_addresses: boolean) =>
        hunter.request('PUT', '/api/config', { channels: { allow_private_addresses } })
      await allow(false)
      expect(code(await ask())).toBe('E_ADDRESS_REFUSED')
      await allow(true)
      expect((await ask()).body).toMatchObject({ updated: [{ feed: { url, indicator_count: 1 } }] })
      for (const reason of ['HTML', 'larger']) {
        expect((await hunter.post('update_intel')).body).toMatchObject({
          updated: [],
          failed: [{ name: 'net', error: expect.stringContaining(reason) }],
        })
      }
      expect(await check('evil.example')).toMatchObject({ found: true })
    } finally {
      server.close()
    }
  })

  it('keeps indicators of one’s own, and lets them go', async () => {
    const indicators = [{ value: 'hxxp://evil[.]example/a', threat_type: 'phishing' }]
    expect((await hunter.post('indicators', { indicators })).status).toBe(200)
    await hunter.post('indicators', { indicators: [{ value: '10.9.9.9' }] })
    expect(await check('http://evil.example/a')).toMatchObject({ found: true, source: 'own' })
    expect(await check('10.9.9.9')).toMatchObject({ found: true })
    const gone = await hunter.request('DELETE', '/api/threat_hunting/indicators?value=10.9.9.9')
    expect(gone.status).toBe(200)
    expect(await check('10.9.9.9')).toMatchObject({ found: false })
    const again = await hunter.request('DELETE', '/api/threat_hunting/indicators?value=10.9.9.9')
    expect(code(again)).toBe('E_NO_INDICATOR')
    expect(code(await hunter.post('indicators', { indicators: [{ value: 'nothing' }] }))).toBe(
      'E_INVALID_INPUT',
    )
  })

  it('forgets a feed', async () => {
    await give('evil.example\n')
    expect((await hunter.request('DELETE', '/api/threat_hunting/feeds/list')).status).toBe(200)
    expect(await check('evil.example')).toMatchObject({ found: false })
    expect(code(await hunter.request('DELETE', '/api/threat_hunting/feeds/list'))).toBe('E_NO_FEED')
  })

  it('gives block-lists that a firewall loads and a spreadsheet does not run', async () => {
    const rows = [
      'value,confidence,description',
      '203.0.113.7,0.9,=cmd()',
      '2001:db8::/32,0.9,',
      'evil.example,0.9,',
    ]
    await give(`${rows.join('\n')}\n198.51.100.1,0.2,unsure\n`)
    const list = async (query: string) => (await hunter.get(`blocklist?${query}`)).body.text
    expect(await list('type=ipv4')).toBe('203.0.113.7\n')
    expect(await list('type=ipv4&min_confidence=0.1')).toBe('203.0.113.7\n198.51.100.1\n')
    expect(await list('format=csv&type=ipv4')).toContain("203.0.113.7,unknown,0.9,list,,'=cmd()")
    expect(await list('format=nftables')).toBe(
      [
        'table inet net_anomaly {',
        '  set blocked_ipv4 {',
        '    type ipv4_addr',
        '    flags interval',
        '    auto-merge',
        '    elements = { 203.0.113.7 }',
        '  }',
        '  set blocked_ipv6 {',
        '    type ipv6_addr',
        '    flags interval',
        '    auto-merge',
        '    elements = { 2001:db8::/32 }',
        '  }',
        '}',
        '',
      ].join('\n'),
    )
  })

  it('takes as many as its limits say', async () => {
    const values = numbered(checkCountMax)
    expect((await hunter.post('check_iocs', { ioc_values: values })).status).toBe(200)
    expect((await hunter.post('check_iocs', { ioc_values: [...values, 'a.example'] })).status).toBe(
      400,
    )
    const indicators = numbered(addedCountMax + 1).map((value) => ({ value }))
    expect((await hunter.post('indicators', { indicators })).status).toBe(400)
    for (let index = 0; index < feedCountMax; index++)
      await give('evil.example', { name: `f${index}` })
    const answer = await give('evil.example', { name: 'one-more' })
    expect([answer.status, code(answer)]).toEqual([422, 'E_TOO_MANY_FEEDS'])
  })

  it.each([
    [{ name: 'Upper' }],
    [{ name: 'a' }],
    [{ content: 'evil.example' }],
    [{ name: 'a', content: 'evil.example', licens: 'x' }],
    [{ name: 'a', url: 'file:///etc/passwd' }],
  ])('refuses an update like %j', async (given) => {
    expect(code(await hunter.post('update_intel', given))).toBe('E_INVALID_INPUT')
  })
})

function plain({ source, licence, confidence }: Json): Json {
  return { source, licence, confidence }
}
