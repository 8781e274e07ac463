import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'
import { reverseShell } from './rule-kinds.ts'

const shell = { ...reverseShell, where: ['payload'] } satisfies Partial<SignatureRule>

/** What shells say without a terminal, and what is asked of them first. */
export const shellRules: readonly SignatureRule[] = [
  {
    ...shell,
    id: 'shell-without-terminal',
    isFromTarget: true,
    name: 'the greeting of a shell without a terminal',
    content: [
      'bash: no job control in this shell',
      'bash: cannot set terminal process group',
      "can't access tty; job control turned off",
    ],
  },
  {
    ...shell,
    id: 'shell-prompt-windows',
    isFromTarget: true,
    name: 'the prompt of a Windows shell',
    severity: 'high',
    content: ['\\windows\\system32>', '\\inetpub\\wwwroot>', 'ps c:\\windows\\system32> '],
  },
  {
    ...shell,
    id: 'shell-answer-service',
    isFromTarget: true,
    name: "the answer of a web server's shell",
    content: ['uid=33(www-data) gid=33', 'uid=48(apache) gid=48', 'uid=99(nobody) gid=99'],
  },
  {
    ...shell,
    id: 'shell-hidden-powershell',
    name: 'a hidden PowerShell command',
    kind: 'hidden_powershell',
    severity: 'high',
    technique: techniques['T1059.001'],
    content: ['powershell ', 'powershell.exe ', 'powershell.exe" '],
    followedBy: `[^\\r\\n]{0,60}-(?:w(?:indowstyle)? hidden|enc(?:odedcommand)? [A-Za-z0-9+/]{9}|e [A-Za-z0-9+/]{9})`,
    recommendation:
      'Isolate the host that was to run it, and look for the process and for what it fetched.',
  },
  {
    ...shell,
    id: 'password-file',
    isFromTarget: true,
    name: 'the list of accounts of a Unix system',
    kind: 'file_disclosure',
    severity: 'medium',
    technique: techniques['T1003.008'],
    content: ['root:x:0:0:root:/root:/bin/'],
    recommendation:
      'Ask who read the file and how: as the answer of a web server or a shell it means that ' +
      'an attacker can read all files. A backup in clear text is a leak, too.',
  },
]
