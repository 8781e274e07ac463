import { RefusedRule } from './refused-rule.ts'

/** What `$NAME` stands for where the configuration says nothing: the names that public rules use. */
const addressVariables: Readonly<Record<string, string>> = {
  HOME_NET: '[10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10]',
  EXTERNAL_NET: 'any',
  HTTP_SERVERS: '$HOME_NET',
  SMTP_SERVERS: '$HOME_NET',
  SQL_SERVERS: '$HOME_NET',
  DNS_SERVERS: '$HOME_NET',
  TELNET_SERVERS: '$HOME_NET',
  FTP_SERVERS: '$HOME_NET',
  SSH_SERVERS: '$HOME_NET',
  SIP_SERVERS: '$HOME_NET',
  DC_SERVERS: '$HOME_NET',
  AIM_SERVERS: '$EXTERNAL_NET',
  DNP3_SERVER: '$HOME_NET',
  DNP3_CLIENT: '$HOME_NET',
  MODBUS_SERVER: '$HOME_NET',
  MODBUS_CLIENT: '$HOME_NET',
  ENIP_SERVER: '$HOME_NET',
  ENIP_CLIENT: '$HOME_NET',
}

const portVariables: Readonly<Record<string, string>> = {
  HTTP_PORTS:
    '[80,81,591,593,2381,3128,4848,5000,7001,8000,8008,8080,8081,8088,8180,8443,8888,9080]',
  SHELLCODE_PORTS: '!80',
  ORACLE_PORTS: '[1024:]',
  SSH_PORTS: '22',
  FTP_PORTS: '[21,2100,3535]',
  SIP_PORTS: '[5060,5061]',
  FILE_DATA_PORTS: '[$HTTP_PORTS,110,143]',
  DNP3_PORTS: '20000',
  MODBUS_PORTS: '502',
  GENEVE_PORTS: '6081',
  VXLAN_PORTS: '4789',
  TEREDO_PORTS: '3544',
}

/** Names of the user's own beside those above; a name of both kinds may hold addresses or ports. */
export type GivenVariables = Readonly<Record<string, string>>

/** Looks up what a variable of a rule's header stands for. */
export class Variables {
  readonly #given: GivenVariables

  constructor(given: GivenVariables = {}) {
    this.#given = given
  }

  /** @throws RefusedRule */
  address(name: string): string {
    return this.#of(name, addressVariables)
  }

  /** @throws RefusedRule */
  port(name: string): string {
    return this.#of(name, portVariables)
  }

  #of(name: string, defaults: Readonly<Record<string, string>>): string {
    const own = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined
    const found = own ?? (Object.hasOwn(defaults, name) ? defaults[name] : undefined)
    if (found !== undefined) return found
    throw new RefusedRule('variable', `$${name} is not set; set it under rules.variables`)
  }
}
