import type { SignatureRule } from '../src/detect/signature/rule.ts'
import type { RulePart } from '../src/detect/signature/rule-part.ts'
import { lookUp } from './dns-script.ts'
import { clientHello, records, serverName } from './hello-bytes.ts'
import { TrafficScript } from './traffic-script.ts'

const [client, server] = ['203.0.113.9', '192.0.2.80']
const base64 = 'QUJD'.repeat(43)

/** What must follow a rule's literal, for the rules that ask for it. */
const tails: Readonly<Record<string, string>> = {
  'sql-union-select': ' select 1',
  'sql-always-true': ' 1=1',
  'sql-timing': '5)',
  'sql-stacked': ' table x ',
  'sql-column-count': ' 5--',
  'xss-script-tag': '>',
  'xss-event-handler': ' src=x onerror=a',
  'traversal-dots': 'etc/passwd',
  'command-chained': 'cat /etc/passwd',
  'command-chained-argument': '-a',
  'command-shell': ' -c id',
  'command-download': '://a.example/x',
  'shell-banner-windows': ' [Version 10.0.19045]\r\n(c) Microsoft',
  'web-shell-upload': ' system($_GET["a"]); ?>',
  'web-shell-use': 'id',
  'log4shell-lookup': 'ldap://a.example/x}',
  'log4shell-hidden': `\${lower:j}ndi:ldap://a.example/x}`,
  'log4shell-hidden-elsewhere': 'lower:j}ndi:ldap://a.example/x}',
  shellshock: ':;}; id',
  'shellshock-elsewhere': '; }; id',
  'mirai-busybox': ' ECCHI',
  'reverse-shell-command': 'x',
  'device-dropper': '; wget x',
  'trojan-njrat': 'abcd',
  'trojan-gh0st': `${'\0'.repeat(8)}x\x9c`,
  'smb-doublepulsar': `${'a'.repeat(21)}\x51\0`,
  'exploit-exchange': 'a@b.example/powershell',
  'exploit-iis-range': '0-18446744073709551615',
  'exploit-iis-webdav': `/${'a'.repeat(70)}`,
  'exploit-http-sys': 'a, ,',
  'xml-external-entity': ' x SYSTEM "file:///etc/hosts"',
  'exploit-vsftpd': 'a:)\r\n',
  'exploit-download-tftp': '10.0.0.5 GET a.exe',
  'exploit-download-script': 'host.example > x',
  'exploit-heap-spray': '9090%u9090',
  'shell-hidden-powershell': '-w hidden -c x',
  'cobalt-strike-cookie': `${base64.slice(0, 171)}=`,
  'trickbot-path': `617601.${'A1'.repeat(16)}/5/`,
  'ursnif-path': `${'aB_2/'.repeat(24)}x.gif`,
  'icedid-cookie': '35652:1:162:13; x',
  'hancitor-form': '11762013261093838848&build=',
  'raccoon-form': `${'0'.repeat(32)}|user&configid=`,
  'stolen-passwords-mail': 'user/DESKTOP',
  'stolen-passwords-file': 'user-DESKTOP.html',
  'koadic-session': `${'0a'.repeat(16)};csrf=`,
  'stolen-data-archive': `${'\0'.repeat(26)}Chrome/Passwords.txt`,
  'trojan-remcos': '\x20\x01\0\0',
  'trojan-netwire': '\xa7'.repeat(60),
  'smb-doublepulsar-ping': `${'\0'.repeat(12)}abcdefA\0\x0f${'\0'.repeat(26)}\x01\0\x0e\0`,
  'document-diagnostics': 'id PCWDiagnostic /param IT_BrowseForFile=x',
  'chat-bot-command': 'x :.ddos.syn 10.0.0.1',
  'exploit-chat-server': 'sh -c x',
  'exploit-message-broker': '\0\x1ehttp://a.example/x.xml',
  'remote-shell-trust': ' > /root/.rhosts',
  'management-without-password': `${'\x01'.repeat(18)}\0\0\0\x08\0abc\x01\0\0\x08\0`,
  'device-configuration-copy': '\x02\x6f\x02\x01\x01',
  'device-configuration-copy-old': '\x0a\0\0\x05\x04\x09router.cfg',
  'exploit-java-class-path': `${'\0'.repeat(70)}t\0\x1ehttp://192.0.2.7:8080/x.jar`,
  'exploit-samba-library': 'data/x.so',
  'object-php': '4:"file"',
  'request-smuggling-body': 'admin HTTP/1.1',
  'exploit-middleware': 'middleware:middleware',
  'exploit-document-users': ' "x": 1, "roles": []',
  'emotet-cookie': `63524=${base64.slice(0, 160)}`,
  'shellcode-decoder': '\x5b\x29\xc9\xb1\x52',
  'web-shell-first-command': '&x=1',
  'machine-in-agent': 'HOST<|>user',
  'azorult-form': 'a/\xfb',
  'stealer-form': `${'0A1B'.repeat(6)}\r\n--x123\r\nContent-Disposition: form-data; name="build"`,
  'amadey-form': '3.81&sd=a1b2c3&os=1',
  'blackenergy-form': 'PC-1_0A1B2C3D&build_id=1',
  'spyeye-target': 'user!PC!0A1B2C3D',
  'upatre-target': '3/',
  'ursnif-encoded-path': `${'aB_2/'.repeat(12)}x.jlk`,
  'havoc-message': 'abcd\0\0\0c',
  'cobalt-strike-target': '12345',
  'empire-session': `${'QUJD'.repeat(6)}QQ==`,
  'malware-name-family': '123456.example',
  'chat-bot-country': 'USA|XPa}abcdef',
  'framework-pipe': '0\x001\x00',
  'remote-output-file': 'a\0b\0c\0d\0e\0f\0g\0h\0.\0t\0m\0p\0 \x002\0>\0&\x001\0',
  'script-upload': 'shell.php"',
  'script-put': 'a/shell.jsp/ HTTP/1.1',
  'remote-inclusion': 'a.example/shell.txt?',
  'account-list': '<x>wp.getUsersBlogs',
  'chat-bot-nick': '[USA|XP|P|00|123456]',
}

/** A text that the rule finds, around one of its literals. */
export function hitOf({ id }: SignatureRule, literal: string): string {
  if (id === 'log4shell-hidden-elsewhere') return hiddenLookup(literal)
  return `${literal}${tails[id] ?? ''}`
}

/** The whole look-up that a literal of such a look-up is a part of. */
function hiddenLookup(literal: string): string {
  const end = 'ndi:ldap://a.example/x}'
  if (literal === '${${') return `${literal}lower:j}${end}`
  if (literal === '${j') return `${literal}n\${lower:d}i:ldap://a.example/x}`
  if (literal === '${:-') return `\${${literal}j}${end}`
  if (literal === '${\\u00') return `${literal}6a${end}`
  return literal.startsWith('${') ? `\${${literal}:-j}${end}` : `${literal}j${end}`
}

/** The same with another last character in the literal, so that it is found nowhere. */
export function missOf({ id }: SignatureRule, literal: string): string {
  return `${literal.slice(0, -1)}~${tails[id] ?? ''}`
}

/** The rule's literal before what it does not ask for; null where anything may follow. */
export function otherTailOf({ id, followedBy }: SignatureRule, literal: string): string | null {
  if (followedBy === undefined || id === 'keylogger-text') return null
  const takesText = id === 'command-download' || id === 'trojan-njrat'
  return `${literal}${takesText ? '\r\n\r\n' : '~~~~~~~~'}`
}

const encoded = (text: string) =>
  [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

/** A line of a head with the text in it; some literals are whole lines. */
function headerLine(text: string): string {
  const line = text.replace(/^[\r\n]+/, '')
  return /^[a-z-]+: /i.test(line) ? line : `X-Any: ${line}`
}

const requests: Readonly<Partial<Record<RulePart, (text: string) => string>>> = {
  'http.uri': (text) => `GET /${encoded(text)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'http.header': (text) => `GET / HTTP/1.1\r\nHost: a\r\n${headerLine(text)}\r\nX: y\r\n\r\n`,
  'http.credentials': (text) =>
    `GET / HTTP/1.1\r\nAuthorization: Basic ${Buffer.from(text, 'latin1').toString('base64')}\r\n\r\n`,
  'http.body': (text) => {
    const body = `a=${encoded(text)}`
    return `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  },
  payload: (text) => `\x01\x02${text}\n`,
  'tls.sni': (text) => {
    const hello = clientHello({ extensions: [serverName(text)] })
    return Buffer.from(records(hello)).toString('latin1')
  },
}

/** The text in a part of real traffic, cut into segments of this size. */
export function streamOf(rule: SignatureRule, part: RulePart, text: string, size: number) {
  if (part === 'dns.name') {
    const script = new TrafficScript()
    lookUp(script, { client, name: `a${text}.example`.replace(/\.\.+/g, '.') })
    return script
  }
  const message = Buffer.from(requests[part]!(text), 'latin1')
  const says: (string | Uint8Array)[] = rule.from === 'server' ? [''] : []
  for (let at = 0; at < message.length; at += size) says.push(message.subarray(at, at + size), '')
  return new TrafficScript().connection(client, `${server}:7777`, { says })
}
