import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'
import { reverseShell } from './rule-kinds.ts'

const commandInjection = {
  name: 'command injection',
  kind: 'command_injection',
  severity: 'high',
  technique: techniques.T1190,
  where: ['http.uri', 'http.body', 'http.header'],
  recommendation:
    'Look on the server for processes that the web server started at that time, and isolate it ' +
    'if there are any; have the application start no shell.',
} satisfies Partial<SignatureRule>

const shell = {
  ...reverseShell,
  name: 'a reverse shell',
  where: ['payload', 'http.uri', 'http.body', 'http.header'],
} satisfies Partial<SignatureRule>

/** Programs that attackers start first. */
const programs =
  '(?:cat|id|ls|dir|pwd|whoami|uname|wget|curl|nc|ncat|netstat|ping|nslookup|sh|bash|cmd|powershell|python\\d?|perl|php|type|ipconfig|ifconfig|net|rm|echo|sleep|chmod|tftp|busybox)'

/** Each program behind each separator of a shell, with and without a space. */
function separated(programs: readonly string[]): string[] {
  const separators = [';', '|', '&&', '||', '\n']
  return programs.flatMap((program) =>
    separators.flatMap((separator) => [`${separator}${program}`, `${separator} ${program}`]),
  )
}

export const commandRules: readonly SignatureRule[] = [
  {
    ...commandInjection,
    id: 'command-chained',
    where: ['http.uri', 'http.body'],
    // A separator directly behind a parameter's name or value; the program must follow at once.
    content: ['=;', '=|', '=&&', '=`', '=$(', "';", '";', '`;'],
    followedBy: `\\s{0,3}(?:/\\w{1,10}/(?:\\w{1,10}/)?)?${programs}(?:$|[\\s;|&)\`'"<>$])`,
  },
  {
    ...commandInjection,
    id: 'command-chained-alone',
    where: ['http.uri', 'http.body'],
    content: [
      ...separated(['id', 'whoami', 'ls', 'pwd', 'uname', 'ifconfig', 'ipconfig', 'netstat']),
    ],
    followedBy: `(?:$|\\s{0,2}(?:-\\w{1,4}|/\\w{1,12})?\\s{0,2}(?:$|[&;|"'\`#<>]))`,
  },
  {
    ...commandInjection,
    id: 'command-chained-argument',
    where: ['http.uri', 'http.body'],
    content: [
      ...separated(['cat ', 'wget ', 'curl ', 'nc ', 'ping ', 'rm ', 'chmod ', 'tftp ', 'sleep ']),
    ],
    followedBy: `(?:-\\w|\\.{0,2}/|https?:|\\d{1,3}(?:\\.|$|[\\s;|&]))`,
  },
  {
    ...commandInjection,
    id: 'command-shell',
    content: ['/bin/sh', '/bin/bash', 'cmd.exe', 'powershell.exe'],
    followedBy: `[\\s"'+]{0,4}(?:-\\w|/[ck]\\b|;|$|&|\\|)`,
  },
  {
    ...commandInjection,
    id: 'command-code-call',
    content: [
      'system(',
      'passthru(',
      'shell_exec(',
      'popen(',
      'proc_open(',
      'pcntl_exec(',
      'runtime.getruntime().exec(',
      'processbuilder(',
      'os.popen(',
      'child_process',
      'eval(base64_decode(',
      'assert($_',
      'eval($_',
    ],
    where: ['http.uri', 'http.body', 'http.header'],
  },
  {
    ...commandInjection,
    id: 'command-download',
    content: ['wget http', 'wget+http', 'curl http', 'wget -', 'curl -', 'tftp -g'],
    where: ['http.uri', 'http.header'],
    followedBy: `[^\\r\\n]{1,120}`,
  },
  {
    ...shell,
    id: 'reverse-shell-command',
    content: [
      '/dev/tcp/',
      'bash -i >',
      'bash -i >&',
      'nc -e /bin',
      'nc.exe -e',
      'ncat -e ',
      'nc -lvp',
      'mkfifo /tmp/',
      "pty.spawn('/bin",
      'pty.spawn("/bin',
      'socket.socket(socket.af_inet',
      'new-object system.net.sockets.tcpclient',
      'fsockopen("tcp://',
    ],
  },
  {
    ...shell,
    id: 'shell-banner-windows',
    isFromTarget: true,
    name: 'a Windows command prompt',
    where: ['payload'],
    content: ['microsoft windows'],
    followedBy: `[^\\[\\r\\n]{0,40}\\[[^\\]\\r\\n]{3,40}\\]\\s{0,6}(?:\\(c\\)|copyright)`,
  },
  {
    ...shell,
    id: 'shell-answer-root',
    isFromTarget: true,
    name: "the answer of a superuser's shell",
    where: ['payload'],
    content: ['uid=0(root) gid=0(root)'],
  },
  {
    ...commandInjection,
    id: 'web-shell',
    name: 'a web shell',
    kind: 'web_shell',
    severity: 'critical',
    technique: techniques['T1505.003'],
    where: ['http.uri', 'http.body'],
    content: ['c99shell', 'r57shell', 'b374k', 'wso.php', 'weevely', 'c99.php', 'r57.php'],
    recommendation:
      'Isolate the web server, find the file and when it came, and rebuild the server: its sender ' +
      'put it there could run anything.',
  },
  {
    ...commandInjection,
    id: 'web-shell-upload',
    name: 'a web shell',
    kind: 'web_shell',
    severity: 'critical',
    technique: techniques['T1505.003'],
    where: ['http.body', 'payload'],
    content: ['<?php', '<?='],
    followedBy: `[^>]{0,120}(?:system|shell_exec|passthru|exec|eval|assert|popen)\\s?\\(\\s?(?:base64_decode\\()?["'@]{0,2}\\$_(?:get|post|request|cookie|server)`,
    recommendation:
      'Isolate the web server, find the file and when it came, and rebuild the server: its sender ' +
      'put it there could run anything.',
  },
  {
    ...commandInjection,
    id: 'web-shell-client',
    name: 'a command of a client for web shells',
    kind: 'web_shell',
    severity: 'critical',
    technique: techniques['T1505.003'],
    where: ['http.body'],
    content: [
      '@ini_set("display_errors"',
      "@ini_set('display_errors'",
      // The same in base64, as China Chopper sends it.
      'qgluav9zzxqoimrpc3bsyxlfzxjyb3jz',
      'response.write("->|")',
      '=eval(base64_decode($_post',
    ],
    recommendation:
      'Isolate the web server, find the file and when it came, and rebuild the server: its sender ' +
      'put it there could run anything.',
  },
  {
    ...commandInjection,
    id: 'web-shell-use',
    name: 'a command to a web shell',
    kind: 'web_shell',
    severity: 'high',
    technique: techniques['T1505.003'],
    where: ['http.uri', 'http.body'],
    content: ['?cmd=', '&cmd=', '?exec=', '&exec=', '?command=', '&command=', 'cmd='],
    followedBy: `(?:/\\w{1,10}/)?${programs}(?:$|[\\s&;|+.])`,
    recommendation:
      'Look at the server for that page: if it runs commands, isolate the server and rebuild it.',
  },
]
