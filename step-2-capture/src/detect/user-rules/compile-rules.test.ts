import { describe, expect, it } from 'vitest'
import { checkRules } from './check-rules.ts'
import { compileRules } from './compile-rules.ts'
import type { UserRule } from './user-rule.ts'

function compile(...lines: string[]) {
  return compileRules([{ path: 'own.rules', content: lines.join('\n') }], {})
}

const rule = (options: string, { header = 'tcp any any -> any 80', sid = 1 } = {}) =>
  `alert ${header} (msg:"m"; ${options} sid:${sid}; rev:1;)`

function only(options: string, header?: string): UserRule {
  const { rules, refused } = compile(rule(options, header === undefined ? {} : { header }))
  expect(refused).toEqual([])
  return rules[0] as UserRule
}

function refusalOf(options: string, header?: string) {
  const { rules, refused } = compile(rule(options, header === undefined ? {} : { header }))
  expect(rules).toEqual([])
  const { reason, keyword } = refused[0] ?? {}
  return { reason, keyword }
}

describe('compileRules', () => {
  it('reads what a rule says of itself', () => {
    const text =
      'alert http $HOME_NET any -> $EXTERNAL_NET [80,8000:8010,!8005] (msg:"A \\"quoted\\" name\\; and more"; ' +
      'flow:established,to_server; content:"x"; http_uri; classtype:trojan-activity; ' +
      'reference:url,example.org/a; metadata:mitre_technique_id T1190, created_at 2020; sid:77; rev:3;)'
    const [found] = compile(text).rules
    expect(found).toMatchObject({
      sid: 77,
      revision: 3,
      message: 'A "quoted" name; and more',
      severity: 'high',
      references: ['url,example.org/a'],
      technique: { id: 'T1190' },
      direction: 'to_server',
      needsEstablished: true,
      line: 1,
    })
    expect([80, 8000, 8004, 8006, 8010].every((port) => found?.header.targetPorts.has(port))).toBe(
      true,
    )
    expect([81, 8005, 8011].some((port) => found?.header.targetPorts.has(port))).toBe(false)
    expect(found?.header.source.has('192.168.3.4')).toBe(true)
    expect(found?.header.source.has('203.0.113.9')).toBe(false)
  })

  it('leaves out comments and empty lines, and joins lines that end in a backslash', () => {
    const { rules } = compile(
      '# alert nothing',
      '',
      'alert tcp any any -> any 80 ( \\',
      'content:"a"; sid:9;)',
    )
    expect(rules.map(({ sid, line }) => [sid, line])).toEqual([[9, 3]])
  })

  it('keeps the later revision of two rules with one number, and says so', () => {
    const { rules, refused } = compile(
      rule('content:"old";'),
      rule('content:"new";').replace('rev:1', 'rev:2'),
    )
    expect(rules.map(({ revision }) => revision)).toEqual([2])
    expect(refused).toMatchObject([{ reason: 'duplicate', sid: 1, line: 1 }])
  })

  it('looks for the strongest content first, or for the one that the rule names', () => {
    const textOf = (found: UserRule) => Buffer.from(found.fastPattern?.bytes ?? []).toString()
    expect(
      textOf(only('content:"GET"; content:"/Secret-Path"; content:!"a-much-longer-content";')),
    ).toBe('/secret-path')
    expect(textOf(only('content:"GET"; fast_pattern; content:"/secret-path";'))).toBe('get')
    expect(textOf(only('content:"abcdefgh"; fast_pattern:2,4;'))).toBe('cdef')
  })

  it.each([
    [
      'a list in a list',
      '[10.0.0.0/8,[192.168.0.0/16,!192.168.7.0/24]]',
      ['10.1.1.1', '192.168.1.1'],
      ['192.168.7.1', '8.8.8.8'],
    ],
    ['what is not in a variable', '!$HOME_NET', ['8.8.8.8'], ['10.0.0.1']],
    ['a range', '10.0.0.5-10.0.0.9', ['10.0.0.7'], ['10.0.0.4']],
    ['IPv6', '2001:db8::/32', ['2001:db8::1'], ['2001:db9::1', '10.0.0.1']],
    ['all but one', '[any,!10.0.0.1]', ['10.0.0.2'], ['10.0.0.1']],
  ])('takes for addresses %s', (_, text, inside, outside) => {
    const { source } = only('content:"a";', `tcp ${text} any -> any 80`).header
    expect([
      inside.filter((one) => source.has(one)),
      outside.filter((one) => source.has(one)),
    ]).toEqual([inside, []])
  })

  it.each([
    ['content:"a"', undefined, 'syntax', 'content'],
    ['frobnicate:1;', undefined, 'keyword', 'frobnicate'],
    ['content:"|4|";', undefined, 'syntax', 'content'],
    ['content:"";', undefined, 'value', 'content'],
    ['nocase;', undefined, 'syntax', 'nocase'],
    ['content:"abc"; depth:2;', undefined, 'value', 'content'],
    ['content:"a"; flow:sideways;', undefined, 'value', 'flow'],
    ['pcre:"/a/q";', undefined, 'value', 'pcre'],
    ['pcre:"/(a)\\1/";', undefined, 'pattern', 'pcre'],
    ['content:"a"; http_uri; flow:to_client;', undefined, 'direction', ''],
    ['content:"a";', 'quake any any -> any any', 'protocol', ''],
    ['content:"a";', 'tcp $NOWHERE any -> any any', 'variable', ''],
    ['content:"a";', 'tcp 10.0.0.1/99 any -> any any', 'value', ''],
    ['content:"a";', 'tcp any 70000 -> any any', 'value', ''],
    ['content:"a";', 'tcp any any any', 'syntax', ''],
    ['', 'tcp any any -> any any', 'unbounded', ''],
  ])('refuses %s %s for its %s', (options, header, reason, keyword) => {
    expect(refusalOf(options, header)).toEqual({ reason, keyword })
  })

  it.each([
    ['a long rule', rule(`content:"${'a'.repeat(40_000)}";`)],
    ['many options', rule('content:"a"; '.repeat(300))],
    ['a long content', rule(`content:"${'a'.repeat(3_000)}";`)],
    [
      'lists deep in each other',
      rule('content:"a";', {
        header: `tcp ${'['.repeat(20)}10.0.0.1${']'.repeat(20)} any -> any any`,
      }),
    ],
    [
      'a long list',
      rule('content:"a";', { header: `tcp [${'::1,'.repeat(5_000)}] any -> any any` }),
    ],
    ['a long pattern', rule(`pcre:"/${'a|'.repeat(3_000)}b/";`)],
    ['many repetitions', rule('pcre:"/a{9000}/";')],
  ])('refuses %s for a limit', (_, text) => {
    expect(compile(text).refused.map(({ reason }) => reason)).toEqual(['limit'])
  })

  it('knows variables in variables, and refuses one that stands for itself', () => {
    const files = [
      { path: 'a', content: rule('content:"a";', { header: 'tcp $MINE any -> any $WEB' }) },
    ]
    const [found] = compileRules(files, {
      MINE: '[$HOME_NET,203.0.113.7]',
      WEB: '[80,$HTTP_PORTS]',
    }).rules
    expect(found?.header.source.has('203.0.113.7')).toBe(true)
    const { refused } = compileRules(files, { MINE: '$MINE', WEB: '80' })
    expect(refused).toMatchObject([{ reason: 'limit' }])
  })
})

describe('checkRules', () => {
  it('counts what is used by keyword, and what is not by reason', () => {
    const content = [
      rule('content:"a"; nocase;', { sid: 1 }),
      rule('content:"b"; asn1:x;', { sid: 2 }),
      rule('content:"c"; pcre:"/(?=d)/";', { sid: 3 }),
      rule('content:"c"; pcre:"/(a{1000}){9}/";', { sid: 4 }),
    ].join('\n')
    const report = checkRules([{ path: 'own.rules', content }], {})
    expect(report).toMatchObject({ files: 1, rules: 4, compiled: 1 })
    expect(report.reasons).toEqual([
      { reason: 'pattern', keyword: 'pcre', rules: 2 },
      { reason: 'keyword', keyword: 'asn1', rules: 1 },
    ])
    expect(report.keywords).toContainEqual({ keyword: 'content', rules: 4, compiled: 1 })
  })
})
