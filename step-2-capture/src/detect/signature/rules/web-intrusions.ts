import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'

const webShell = {
  kind: 'web_shell',
  severity: 'high',
  technique: techniques['T1505.003'],
  recommendation:
    'Look at the server for the file that was sent or asked for: if it runs commands, isolate the ' +
    'server and rebuild it.',
} satisfies Partial<SignatureRule>

const tunnel = {
  kind: 'web_tunnel',
  severity: 'high',
  technique: techniques.T1572,
  recommendation:
    'Isolate the host that runs the tunnel: by it the other side reaches the network behind. Look for ' +
    'how the program got there.',
} satisfies Partial<SignatureRule>

const request = {
  severity: 'medium',
  technique: techniques.T1190,
  where: ['http.uri', 'http.body'],
  recommendation:
    'Check in the server log whether the request succeeded, and what the server asked for or wrote then.',
} satisfies Partial<SignatureRule>

/** What is left behind on web servers, what passes through them, and what they are made to fetch. */
export const webIntrusionRules: readonly SignatureRule[] = [
  {
    ...webShell,
    id: 'web-shell-agent',
    name: 'a client for web shells',
    where: ['http.header'],
    content: ['user-agent: antsword', 'user-agent: caidao', 'user-agent: bot/0.1 (bot for jce)'],
  },
  {
    ...webShell,
    id: 'script-upload',
    name: 'the upload of a script that the server would run',
    severity: 'medium',
    where: ['http.body'],
    content: ['filename="'],
    followedBy: `[^"\\r\\n]{1,80}\\.(?:php\\d?|phtml|pht|phar|jspx?|aspx?|ashx|asmx|cer)"`,
  },
  {
    ...webShell,
    id: 'script-put',
    name: 'a script that is put on a server (PUT)',
    where: ['payload'],
    from: 'client',
    content: ['put /', 'move /'],
    followedBy: `[^ \\r\\n]{0,80}\\.(?:php\\d?|jspx?|aspx?|cer|asa)[/;%.a-z0-9:$]{0,16} http/1`,
  },
  {
    ...webShell,
    id: 'web-shell-text',
    name: 'a command to a web shell',
    where: ['http.body'],
    content: [
      'qgluav9zzxqo',
      'aw5px3nldcg',
      '@eval(@base64_decode(',
      '@eval(base64_decode(',
      'eval(@$_post',
      'execute("on error resume next',
      "execute('on error resume next",
    ],
  },
  {
    ...webShell,
    id: 'web-shell-first-command',
    name: 'a command to a web shell',
    severity: 'medium',
    where: ['http.uri', 'http.body'],
    // What is asked of a new shell first, as the whole value of any parameter.
    content: [
      '=whoami',
      '=ipconfig',
      '=ipconfig /all',
      '=ifconfig',
      '=systeminfo',
      '=tasklist',
      '=net user',
      '=netstat -an',
      '=uname -a',
      '=cat /etc/passwd',
      '=ls -la',
      '=dir c:\\',
    ],
    followedBy: `(?:$|&)`,
    // People look such words up.
    quotedAfter: `(?:[?&](?:q|p|s|wd|k)|query|search\\w{0,12}|words?|text|terms?|topic|title|name|page|man)$`,
  },
  {
    ...webShell,
    id: 'application-deployment',
    name: 'an application that is put on a Java server (Tomcat manager, JBoss)',
    severity: 'medium',
    where: ['http.uri'],
    content: [
      '/manager/html/upload',
      '/manager/text/deploy',
      '/manager/deploy?',
      'jboss.system:service=maindeployer',
      'jboss.admin:service=deploymentfilerepository',
      'service=deploymentscanner',
    ],
  },
  {
    ...request,
    id: 'exploit-page',
    name: 'an exploit of a web application',
    kind: 'web_exploit',
    severity: 'high',
    content: [
      // WebLogic, CVE-2020-14882; SharePoint, CVE-2019-0604; vBulletin, CVE-2019-16759.
      '/console/css/../console.portal',
      '/console/images/../console.portal',
      '/_layouts/15/picker.aspx?pickerdialogtype=',
      'ajax/render/widget_php',
      // Webmin, CVE-2019-15107; Zyxel, CVE-2017-18368; AVTECH cameras.
      'expired=2&old=',
      'remote_host=;',
      '/search.cgi?action=cgi_query&ip=',
      '/cgi-bin/supervisor/adcommand.cgi',
      // GitLab, CVE-2021-22205: what the picture's data are read as.
      '(metadata\n',
    ],
  },
  {
    ...request,
    id: 'exploit-session-object',
    name: 'an exploit of Joomla (CVE-2015-8562)',
    kind: 'web_exploit',
    severity: 'high',
    where: ['http.header'],
    content: ['}__test|o:', '}_test|o:'],
  },
  {
    ...tunnel,
    id: 'tunnel-script',
    name: 'a request of a tunnel through a web server (reGeorg)',
    where: ['http.uri', 'http.header'],
    content: ['?cmd=connect&target=', 'x-cmd: connect', 'x-cmd: forward', 'x-cmd: read'],
  },
  {
    ...tunnel,
    id: 'tunnel-script-answer',
    name: 'the greeting of a tunnel through a web server (reGeorg)',
    where: ['payload'],
    content: ["georg says, 'all seems fine'"],
    from: 'server',
    isFromTarget: true,
  },
  {
    ...tunnel,
    id: 'tunnel-client',
    name: 'the login of a program for tunnels (chisel, frp)',
    where: ['payload', 'http.header'],
    content: ['sec-websocket-protocol: chisel-', '"privilege_key":"'],
  },
  {
    ...request,
    id: 'local-request',
    name: 'a request that the server is to send to itself (request forgery)',
    kind: 'request_forgery',
    content: [
      '=http://127.0.0.1',
      '=http://localhost',
      '=http://[::1]',
      '=http://0.0.0.0',
      '=gopher://',
      '=dict://',
      '=file:///',
    ],
    // Programs on a machine of one's own are sent back to like this (RFC 8252, section 7.3).
    quotedAfter: `(?:redirect|return|callback|origin|referr?er|next|continue|goto|back|[?&]d[lr]|[?&]ref|href|location)[\\w-]{0,12}$`,
  },
  {
    ...request,
    id: 'remote-inclusion',
    name: 'file inclusion',
    kind: 'file_inclusion',
    where: ['http.uri'],
    content: ['=http://', '=https://', '=ftp://'],
    followedBy: `[^&\\s?]{4,100}\\.(?:txt|php|gif|jpg|png|dat)\\?{1,2}(?:$|&|\\s)`,
  },
  {
    ...request,
    id: 'account-list',
    name: 'many passwords tried in one request (XML-RPC of WordPress)',
    kind: 'web_exploit',
    where: ['http.body'],
    content: ['system.multicall'],
    followedBy: `[\\s\\S]{0,200}wp\\.getusersblogs`,
  },
  {
    ...request,
    id: 'exploit-drupal',
    name: 'an exploit of Drupal (CVE-2014-3704)',
    kind: 'web_exploit',
    severity: 'high',
    where: ['http.body'],
    content: ['name[0;', 'name[0 ;', 'name[0 or'],
  },
]
