import { techniques } from '../../seam/techniques.ts'
import type { SignatureRule } from '../rule.ts'
import { serviceExploit } from './rule-kinds.ts'
import { wideText } from './wide-text.ts'

const exploit = { ...serviceExploit, from: 'client' } satisfies Partial<SignatureRule>

const copiedConfiguration = {
  ...exploit,
  name: 'an order to copy the configuration of a device by SNMP',
  kind: 'file_disclosure',
  severity: 'medium',
  technique: techniques['T1602.002'],
  recommendation:
    'Ask whether your network management did this. If not, change the community name and all ' +
    'passwords that the configuration holds.',
} satisfies Partial<SignatureRule>

const serviceList = {
  ...exploit,
  kind: 'service_listing',
  severity: 'low',
  technique: techniques.T1046,
  recommendation:
    'An administrator asks like this, too. Close the port mapper and NFS to all networks but those ' +
    'that mount from the server.',
} satisfies Partial<SignatureRule>

/** Orders to services that trust who reaches them, each by bytes that its specification fixes. */
export const remoteServiceRules: readonly SignatureRule[] = [
  {
    ...exploit,
    id: 'remote-shell-root',
    name: 'a command or a login as root that asks no password (rsh, rlogin)',
    severity: 'medium',
    // User here and there, each with a zero behind it (RFC 1282, section 3; rshd, "Protocol").
    content: ['\0root\0root\0'],
  },
  {
    ...exploit,
    id: 'remote-shell-trust',
    name: 'an entry by which all hosts and users may log in without a password (rhosts)',
    severity: 'high',
    isQuotable: true,
    content: ['echo + +', 'echo "+ +"', "echo '+ +'"],
    followedBy: `\\s{0,2}>`,
  },
  {
    ...exploit,
    id: 'management-without-password',
    name: 'a request for a session without a password (IPMI cipher 0, CVE-2013-4782)',
    severity: 'high',
    // RMCP+ open session (IPMI 2.0, 13.17): authentication 0, and integrity 0.
    content: ['\x06\x00\xff\x07\x06\x10'],
    followedBy: `[\\s\\S]{18}\\x00\\x00\\x00\\x08\\x00[\\s\\S]{3}\\x01\\x00\\x00\\x08\\x00`,
  },
  {
    ...copiedConfiguration,
    id: 'device-configuration-copy',
    // CISCO-CONFIG-COPY-MIB, ccCopyTable: a number is set; who only reads sends nothing (05 00).
    content: ['\x2b\x06\x01\x04\x01\x09\x09\x60\x01\x01\x01\x01'],
    followedBy: `[\\s\\S]{2,8}\\x02\\x01[\\x01-\\x06]`,
  },
  {
    ...copiedConfiguration,
    id: 'device-configuration-copy-old',
    // OLD-CISCO-SYS-MIB, writeNet and hostConfigSet: the server's address, then a file's name.
    content: ['\x2b\x06\x01\x04\x01\x09\x02\x01\x37', '\x2b\x06\x01\x04\x01\x09\x02\x01\x35'],
    followedBy: `[\\s\\S]{4,8}\\x04[\\x01-\\x7f][\\w./-]`,
  },
  {
    ...serviceList,
    id: 'port-mapper-list',
    name: 'a request for the list of all RPC services',
    // A call of RPC 2 to program 100000, procedure 4, DUMP (RFC 1833, section 2).
    content: [2, 3, 4].map(
      (version) =>
        `\0\0\0\0\0\0\0\x02\0\x01\x86\xa0\0\0\0${String.fromCharCode(version)}\0\0\0\x04`,
    ),
  },
  {
    ...serviceList,
    id: 'mount-list',
    name: 'a request for the list of exported folders (NFS)',
    // Program 100005, procedure 5, EXPORT (RFC 1813, section 5.2.5).
    content: [1, 2, 3].map(
      (version) =>
        `\0\0\0\0\0\0\0\x02\0\x01\x86\xa5\0\0\0${String.fromCharCode(version)}\0\0\0\x05`,
    ),
  },
  {
    ...exploit,
    id: 'debugger-runtime',
    name: 'an order to a Java debugger to run commands (JDWP)',
    kind: 'remote_execution',
    severity: 'high',
    // VirtualMachine.ClassesBySignature (JDWP 1.8, command 1/2): the class that starts programs.
    content: ['\0\x01\x02\0\0\0\x13ljava/lang/runtime;'],
  },
  {
    ...exploit,
    id: 'exploit-java-class-path',
    name: 'a class that a Java RMI server is to load from elsewhere (CVE-2011-3556)',
    // A call (RMI wire protocol, 10.2) with the 34 bytes of its object, and an address behind a class.
    content: ['P\xac\xed\0\x05w"'],
    followedBy: `[\\s\\S]{34,200}t\\x00[\\s\\S]https?://`,
  },
  {
    ...exploit,
    id: 'device-configuration-order',
    name: 'an order to a switch to give away or take its configuration (CVE-2018-0171)',
    kind: 'file_disclosure',
    severity: 'high',
    technique: techniques['T1602.002'],
    isQuotable: true,
    content: [
      'copy nvram:startup-config tftp://',
      'copy system:running-config tftp://',
      'copy flash:/config.text tftp://',
      'configure tftp://',
    ],
  },
  {
    ...exploit,
    id: 'exploit-winbox',
    name: 'a request for the accounts of a MikroTik router (CVE-2018-14847)',
    kind: 'device_exploit',
    content: ['/../flash/rw/store/user.dat', '/./../flash/rw/store/'],
  },
  {
    ...exploit,
    id: 'exploit-discovery-command',
    name: 'a command in a search for devices (SSDP, CVE-2019-20215)',
    kind: 'device_exploit',
    content: ['st:uuid:`', 'st: uuid:`', 'st:urn:device:`', 'st: urn:device:`'],
  },
  {
    ...exploit,
    id: 'exploit-samba-library',
    name: 'a library that Samba is to load from a share (CVE-2017-7494)',
    // A pipe of which the name is a path, as no other is.
    content: ['\\pipe\\/', wideText('\\pipe\\/')],
    followedBy: `[\\w./\\x00-]{2,200}\\.\\x00?s\\x00?o`,
  },
  {
    ...exploit,
    id: 'exploit-message-queue',
    name: 'a command as the folder of a message queue (RocketMQ, CVE-2023-33246)',
    content: ['rocketmqhome=-c '],
    isQuotable: true,
  },
  {
    ...exploit,
    id: 'exploit-salt',
    name: 'a request for the key of a Salt master (CVE-2020-11651)',
    content: ['_prep_auth_info'],
    isQuotable: true,
  },
  {
    ...exploit,
    id: 'exploit-redis-library',
    name: 'a script that has Redis load a library (CVE-2022-0543)',
    content: ['package.loadlib("', "package.loadlib('"],
    isQuotable: true,
  },
  {
    ...exploit,
    id: 'memory-cache-amplification',
    name: 'a request to a memory cache by UDP (amplification)',
    kind: 'amplification_request',
    severity: 'low',
    technique: techniques['T1498.002'],
    // The frame of a datagram (memcached, protocol.txt): the first of one, and a command.
    content: ['\0\0\0\x01\0\0stats\r\n', '\0\0\0\x01\0\0get ', '\0\0\0\x01\0\0gets '],
    recommendation: 'Turn UDP off in the memory cache: it answers one small packet with thousands.',
  },
]
