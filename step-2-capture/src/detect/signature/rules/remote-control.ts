import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'
import { checkIn } from './rule-kinds.ts'

const trojan = {
  kind: 'remote_access_trojan',
  severity: 'high',
  technique: techniques.T1219,
  recommendation:
    'Isolate the controlled host and reinstall it: the other side can see its screen and run ' +
    'programs on it. Look for the same address in the traffic of all other hosts.',
} as const

const smbExploit = {
  kind: 'smb_exploit',
  severity: 'critical',
  technique: techniques.T1210,
  recommendation:
    'Isolate both hosts, install the missing update, and turn SMB version 1 off where it is on.',
} as const

/** What remote-control programs and worms say on the wire; most of it is in public rule sets. */
export const remoteControlRules: readonly SignatureRule[] = [
  {
    ...trojan,
    id: 'trojan-turkojan',
    name: 'a message of the Turkojan family',
    where: ['payload'],
    content: ['anabilgi|', 'baglimi?\n', 'baglimi?\r'],
  },
  {
    ...trojan,
    id: 'trojan-njrat',
    name: 'a message of the njRAT family',
    where: ['payload'],
    content: ["|'|'|"],
    followedBy: `[\\x20-\\x7e]{4}`,
  },
  {
    ...trojan,
    id: 'trojan-gh0st',
    name: 'a message of the Gh0st family',
    where: ['payload'],
    content: ['gh0st', 'lurk0', 'heart0'],
    followedBy: `[\\s\\S]{8}\\x78\\x9c`,
  },
  {
    ...trojan,
    id: 'trojan-darkcomet',
    name: 'a message of the DarkComet family',
    where: ['payload'],
    content: ['bf7cab464efb', '8ea4ab05fa7e', '155cad31a61f'],
  },
  {
    ...trojan,
    id: 'trojan-remcos',
    name: 'a message of the Remcos family',
    where: ['payload'],
    content: ['\x24\x04\xff\x00'],
    // The length of the message, below 64 kB.
    followedBy: `[\\s\\S]{2}\\x00\\x00`,
  },
  {
    ...trojan,
    id: 'trojan-netwire',
    name: 'the login of the NetWire family',
    where: ['payload'],
    content: ['\x41\x00\x00\x00\x99', '\x41\x00\x00\x00\x03'],
    // A seed of 32 bytes and a key block of 16, none of them text.
    followedBy: `[\\s\\S]{60}`,
  },
  {
    ...trojan,
    id: 'trojan-meterpreter',
    name: 'a message of Meterpreter',
    where: ['payload'],
    isQuotable: true,
    content: [
      'core_loadlib\x00',
      'core_channel_open\x00',
      'stdapi_sys_config_',
      'core_negotiate_tlv_encryption',
    ],
  },
  {
    ...trojan,
    id: 'trojan-banner',
    name: 'the greeting of a remote-control program',
    where: ['payload'],
    content: [
      'myversion|3.',
      'netbus 1.',
      'netbus 2.',
      'connected. time/date',
      '[datastart]',
      'is-ready<|>',
      '|hawkeye keylogger|',
      'ext_server_stdapi',
      'reflectiveloader',
      'metsrv.x86.dll',
      'metsrv.x64.dll',
    ],
  },
  {
    ...checkIn,
    id: 'check-in-agent',
    name: 'a request of a known malware family',
    where: ['http.header'],
    content: [
      'user-agent: mozilla/4.08 (charon; inferno)',
      'user-agent: wget_ua_zeus',
      'user-agent: <|>',
      'user-agent: zmeu',
      'user-agent: muieblackcat',
      'user-agent: morfeus',
    ],
  },
  {
    ...smbExploit,
    id: 'smb-path-overflow',
    name: 'an overlong path of MS08-067',
    where: ['payload'],
    content: ['\\\x00.\x00.\x00\\\x00.\x00.\x00\\\x00'],
  },
  {
    ...smbExploit,
    id: 'smb-transaction-eternalblue',
    name: 'a transaction of EternalBlue (MS17-010)',
    where: ['payload'],
    content: [
      '\xffsmb3\x00\x00\x00\x00\x18\x07\xc0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\xff\xfe\x00\x08',
      '\xffsmb\xa0\x00\x00\x00\x00\x18\x07\xc0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\xff\xfe\x00\x08\x41\x00\x01',
    ],
  },
  {
    ...smbExploit,
    id: 'smb-pipe-probe',
    name: 'a probe for the hole of EternalBlue (MS17-010)',
    where: ['payload'],
    severity: 'medium',
    // PeekNamedPipe of no file ([MS-CIFS] 2.2.5.5): scanners and worms read the error.
    content: ['\x02\x00\x23\x00\x00\x00\x07\x00\\pipe\\\x00'],
  },
  {
    ...smbExploit,
    id: 'smb-doublepulsar-ping',
    name: 'a question for the DoublePulsar implant',
    where: ['payload'],
    content: ['\xffsmb2\x00\x00\x00\x00\x18\x07\xc0'],
    // The transaction SESSION_SETUP, which nothing else uses, with multiplex number 65.
    followedBy: `\\x00{12}[\\s\\S]{6}\\x41\\x00\\x0f[\\s\\S]{26}\\x01\\x00\\x0e\\x00`,
  },
  {
    ...smbExploit,
    id: 'smb-doublepulsar',
    name: 'an answer of the DoublePulsar implant',
    where: ['payload'],
    content: ['\xffsmb2\x02\x00\x00\xc0'],
    followedBy: `[\\s\\S]{21}[\\x51\\x52\\x53]\\x00`,
  },
  {
    ...smbExploit,
    id: 'psexec-service',
    name: 'the service that PsExec installs',
    where: ['payload'],
    kind: 'remote_execution',
    severity: 'medium',
    content: ['p\x00s\x00e\x00x\x00e\x00s\x00v\x00c', 'psexesvc', 'r\x00e\x00m\x00c\x00o\x00m'],
    recommendation:
      'Ask whether an administrator ran a program on the target from the source. If not, an attacker ' +
      'has the password.',
  },
  {
    ...smbExploit,
    id: 'sql-slammer',
    name: 'the Slammer worm (MS02-039)',
    where: ['payload'],
    kind: 'worm',
    content: ['h.dllhel32hkernqhounthickchget'],
    recommendation: 'Isolate the source and restart it; install the update of SQL Server.',
  },
]
