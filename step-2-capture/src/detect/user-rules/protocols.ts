import { Application } from '../../flow/application.ts'
import { RefusedRule } from './refused-rule.ts'
import type { Transport } from './user-rule.ts'

/** What the protocol of a rule's header stands for. */
export interface RuleProtocol {
  readonly transports: readonly Transport[]
  /** The Application of its flows, or null for any. */
  readonly application: number | null
  readonly isDns: boolean
  readonly isPerPacket: boolean
}

const any = { application: null, isDns: false, isPerPacket: false }
const overTcp = (application: number): RuleProtocol => ({
  ...any,
  transports: ['tcp'],
  application,
})

const protocols: Readonly<Record<string, RuleProtocol>> = {
  ip: { ...any, transports: ['tcp', 'udp', 'icmp'] },
  tcp: { ...any, transports: ['tcp'] },
  'tcp-stream': { ...any, transports: ['tcp'] },
  'tcp-pkt': { ...any, transports: ['tcp'], isPerPacket: true },
  udp: { ...any, transports: ['udp'] },
  icmp: { ...any, transports: ['icmp'] },
  icmpv6: { ...any, transports: ['icmp'] },
  dns: { ...any, transports: ['tcp', 'udp'], isDns: true },
  http: overTcp(Application.http),
  http1: overTcp(Application.http),
  tls: overTcp(Application.tls),
  ssl: overTcp(Application.tls),
  ssh: overTcp(Application.ssh),
  ftp: overTcp(Application.ftp),
  smtp: overTcp(Application.smtp),
  pop3: overTcp(Application.pop3),
  imap: overTcp(Application.imap),
  telnet: overTcp(Application.telnet),
  smb: overTcp(Application.smb),
  dcerpc: overTcp(Application.rpc),
  rdp: overTcp(Application.rdp),
  rfb: overTcp(Application.vnc),
  mqtt: overTcp(Application.mqtt),
  pgsql: overTcp(Application.postgresql),
  ldap: overTcp(Application.ldap),
}

/** @throws RefusedRule */
export function protocolOf(name: string): RuleProtocol {
  const known = name.toLowerCase()
  if (Object.hasOwn(protocols, known)) return protocols[known] as RuleProtocol
  throw new RefusedRule('protocol', `traffic of ${name} is not told apart`)
}
