import { clearTextLogin, loginCountMax } from '../../src/detect/login/clear-text-login.ts'
import { attemptCountMax } from '../../src/detect/login/failed-logins.ts'
import { loginGuessing } from '../../src/detect/login/login-guessing.ts'
import {
  clientCountMax as snmpCountMax,
  snmpGuessing,
} from '../../src/detect/login/snmp-guessing.ts'
import {
  clientCountMax as addressCountMax,
  connectionWithoutDns,
} from '../../src/detect/name/connection-without-dns.ts'
import {
  clientCountMax as domainCountMax,
  generatedDomains,
} from '../../src/detect/name/generated-domains.ts'
import { namePoisoning, responderCountMax } from '../../src/detect/name/name-poisoning.ts'
import {
  addressData,
  answerFlags,
  DnsType,
  dnsMessage,
} from '../../src/simulate/packet-builder/dns.ts'
import { snmpMessage } from '../../src/simulate/packet-builder/snmp.ts'
import { lookUp } from '../dns-script.ts'
import { type Capacity, host, server, talk } from '../tracker-capacity.ts'
import type { TrafficScript } from '../traffic-script.ts'

const ftp = ['', '220 FTP\r\n', 'PASS x\r\n', '530 no\r\n']
const page = ['POST /login HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']
const day = 86_400
const logins = { fastSpanSeconds: 1_800, forgetAfterSeconds: day }

function poison(script: TrafficScript, i: number, serial: number): void {
  const question = { name: `name${serial}`, type: DnsType.a }
  const answers = [{ ...question, timeToLiveS: 30, data: addressData(host(i)) }]
  const message = dnsMessage({ id: 1, flags: answerFlags(0), questions: [question], answers })
  script.udp(`${host(i)}:5355`, `${server}:50000`, message)
}

export const capacities: readonly Capacity[] = [
  {
    of: 'failed logins',
    detector: loginGuessing.with({ ...logins, fastCountMin: 2 }),
    countMax: attemptCountMax,
    event: talk(() => ({ port: 21, says: ftp })),
  },
  {
    of: 'requests to login pages',
    detector: loginGuessing.with({ formCountMin: 2, formSpanSeconds: 1_800 }),
    countMax: attemptCountMax,
    event: talk(() => ({ port: 80, says: page })),
  },
  {
    of: 'passwords in clear text',
    detector: clearTextLogin.with({ passwordCountMin: 2 }),
    countMax: loginCountMax,
    event: talk(() => ({ port: 21, says: ftp })),
  },
  {
    of: 'community names',
    detector: snmpGuessing.with({ nameCountMin: 2 }),
    countMax: snmpCountMax,
    event: (script, i, serial) => {
      const fields = { requestId: 1, community: `n${serial}`, bindings: [] }
      script.udp(`${host(i)}:4000`, `${server}:161`, snmpMessage({ operation: 'get', ...fields }))
    },
  },
  {
    of: 'addresses without a query',
    detector: connectionWithoutDns.with({ addressCountMin: 2, queryCountMin: 1 }),
    countMax: addressCountMax,
    event: (script, i, serial) => {
      lookUp(script, { client: host(i), name: 'site.example' })
      script.connection(host(i), `203.0.${serial >> 8}.${serial & 255}:443`, { says: [] })
    },
  },
  {
    of: 'domains that do not exist',
    detector: generatedDomains.with({ domainCountMin: 2 }),
    countMax: domainCountMax,
    event: (script, i, serial) =>
      lookUp(script, {
        client: host(i),
        name: `x${10_000_000 + serial}.example`,
        answer: 'missing',
      }),
  },
  {
    of: 'names that are answered for',
    detector: namePoisoning.with({ nameCountMin: 2 }),
    countMax: responderCountMax,
    event: poison,
  },
]
