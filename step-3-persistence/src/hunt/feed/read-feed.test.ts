import { describe, expect, it } from 'vitest'
import { feedIndicatorCountMax, readFeed, textLengthMax } from './read-feed.ts'

const now = new Date('2026-11-28T00:00:00.000Z')
const read = (text: string, format: 'auto' | 'misp' = 'auto') =>
  readFeed(text, { format, confidence: 0.7, threatType: 'unknown', now })
const sha256 = 'ab'.repeat(32)

describe('readFeed', () => {
  it('reads lists with comments, hosts files and rules of ad blockers', async () => {
    const text = [
      '# a list',
      '; another comment',
      '203.0.113.7 # c2',
      '198.51.100.0/24 ; SBL256894',
      '0.0.0.0 ads.evil.example',
      '||track.evil.example^$third-party',
      '',
    ].join('\r\n')
    const { format, indicators, refusedCount } = await read(text)
    expect(format).toBe('plain')
    expect(refusedCount).toBe(0)
    expect(indicators.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'ipv4 203.0.113.7',
      'cidr 198.51.100.0/24',
      'domain ads.evil.example',
      'domain track.evil.example',
    ])
    expect(indicators[0]).toMatchObject({
      confidence: 0.7,
      threat_type: 'unknown',
      first_seen: null,
    })
  })

  it('reads a table whose header is a comment, with confidence in percent', async () => {
    const text = [
      '# "first_seen_utc","ioc_value","ioc_type","threat_type","confidence_level","reference"',
      '"2026-11-02 10:00:00","hxxp://evil.example/a,b","url","payload_delivery","75","says ""so"""',
      '"2026-11-03 10:00:00","203.0.113.7:8080","ip:port","botnet_cc","100",""',
    ].join('\n')
    const { format, indicators } = await read(text)
    expect(format).toBe('csv')
    expect(indicators).toEqual([
      {
        type: 'url',
        value: 'http://evil.example/a,b',
        threat_type: 'payload_delivery',
        confidence: 0.75,
        description: 'says "so"',
        first_seen: '2026-11-02T10:00:00.000Z',
      },
      expect.objectContaining({ type: 'ipv4', value: '203.0.113.7', confidence: 1 }),
    ])
  })

  it('reads events of MISP: what is meant for detection, also inside objects', async () => {
    const attribute = (type: string, value: string, more = {}) => ({
      type,
      value,
      to_ids: true,
      ...more,
    })
    const event = {
      Event: {
        info: 'A loader',
        threat_level_id: '1',
        Attribute: [
          attribute('ip-dst|port', '203.0.113.7|443', { timestamp: '1764547200' }),
          attribute('domain', 'evil.example', { to_ids: false }),
          attribute('comment', 'no indicator'),
          attribute('ja3-fingerprint-md5', 'ab'.repeat(16), { comment: 'its client' }),
        ],
        Object: [{ Attribute: [attribute('filename|sha256', `a.exe|${sha256}`)] }],
      },
    }
    const { format, indicators } = await read(JSON.stringify({ response: [event] }))
    expect(format).toBe('misp')
    expect(indicators).toMatchObject([
      {
        type: 'ipv4',
        confidence: 0.9,
        description: 'A loader',
        first_seen: '2025-12-01T00:00:00.000Z',
      },
      { type: 'ja3', description: 'its client' },
      { type: 'sha256', value: sha256 },
    ])
  })

  it('reads patterns of STIX that are joined by OR, and leaves the revoked and expired out', async () => {
    const indicator = (pattern: string, more = {}) => ({
      type: 'indicator',
      pattern,
      name: 'n',
      ...more,
    })
    const bundle = {
      type: 'bundle',
      objects: [
        indicator("[ipv4-addr:value = '203.0.113.7' OR domain-name:value = 'evil.example']", {
          confidence: 1,
          indicator_types: ['malicious-activity'],
        }),
        indicator(`[file:hashes.'SHA-256' = '${sha256}']`),
        indicator("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", {
          valid_until: '2026-11-29T00:00:00Z',
        }),
        indicator("[domain-name:value = 'expired.example']", {
          valid_until: '2026-11-27T00:00:00Z',
        }),
        indicator("[domain-name:value = 'revoked.example']", { revoked: true }),
        indicator("[domain-name:value = 'shared.example' AND network-traffic:dst_port = 4444]"),
        { type: 'malware', name: 'no indicator' },
      ],
    }
    const { format, indicators, refusedCount } = await read(JSON.stringify(bundle))
    expect(format).toBe('stix')
    expect(indicators.map(({ value }) => value)).toEqual([
      '203.0.113.7',
      'evil.example',
      sha256,
      '198.51.100.0/24',
    ])
    expect(indicators[0]).toMatchObject({ confidence: 0.01, threat_type: 'malicious-activity' })
    expect(refusedCount).toBe(1)
  })

  it('reads pulses of OTX', async () => {
    const indicators = [
      { indicator: 'evil.example', type: 'hostname', created: '2026-11-02T10:00:00', is_active: 1 },
      { indicator: sha256, type: 'FileHash-SHA256' },
      { indicator: 'old.example', type: 'domain', is_active: 0 },
    ]
    const pulse = { name: 'A pulse', tags: ['loader'], indicators }
    const found = await read(JSON.stringify({ results: [pulse] }))
    expect(found.format).toBe('otx')
    expect(found.indicators).toMatchObject([
      { type: 'domain', value: 'evil.example', threat_type: 'loader', description: 'A pulse' },
      { type: 'sha256' },
    ])
  })

  it.each([
    ['a page', '<!DOCTYPE html><html><body>203.0.113.7</body></html>', 'HTML'],
    ['nothing', '# only a comment\n', 'no indicator'],
    ['the whole internet', '203.0.113.7\n0.0.0.0/0\n', 'wider'],
    ['a top-level domain', 'evil.example\ncom\n', 'top-level'],
    ['a suffix', 'evil.example\nco.uk\n', 'suffix'],
    ['prose', `203.0.113.7\n${'some words here\n'.repeat(3)}`, 'no indicators'],
    ['the own network alone', '10.0.0.1\n192.168.1.1\n', 'no indicator'],
    ['broken JSON', '{"type":"bundle"', 'broken'],
    ['other JSON', '{"a":1}', 'neither'],
  ])('refuses %s', async (_, text, reason) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_FEED_REFUSED',
      message: expect.stringContaining(reason),
    })
  })

  it('takes a feed up to its largest size, and refuses one more', async () => {
    const lines = Array.from(
      { length: feedIndicatorCountMax },
      (_, index) => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
    ).join('\n')
    expect((await read(lines)).indicators).toHaveLength(feedIndicatorCountMax)
    await expect(read(`${lines}\nevil.example`)).rejects.toMatchObject({ code: 'E_FEED_REFUSED' })
  })

  it('cuts what a feed says at length', async () => {
    const says = 'x'.repeat(textLengthMax + 1)
    const { indicators } = await read(`value,description\nevil.example,${says}\n`)
    expect(indicators[0]?.description).toHaveLength(textLengthMax)
  })

  it('does not take a whole event for an unknown key of an object', async () => {
    await expect(read('{"__proto__":{"Event":{}}}', 'misp')).rejects.toMatchObject({
      code: 'E_FEED_REFUSED',
    })
  })
})
