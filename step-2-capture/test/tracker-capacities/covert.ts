import { pairCountMax as beaconCountMax } from '../../src/detect/beacon/beacon-watch.ts'
import { beaconing } from '../../src/detect/beacon/beaconing.ts'
import { c2Certificate, sessionPairCountMax } from '../../src/detect/covert/c2-certificate.ts'
import { dnsTunnel, trackerCountMax as tunnelCountMax } from '../../src/detect/covert/dns-tunnel.ts'
import { exfiltration, uploadCountMax } from '../../src/detect/covert/exfiltration.ts'
import { icmpTunnel, pairCountMax as pingCountMax } from '../../src/detect/covert/icmp-tunnel.ts'
import { oddPort, serviceCountMax } from '../../src/detect/covert/odd-port.ts'
import {
  reportedMachine,
  reportedServiceCountMax,
} from '../../src/detect/covert/reported-machine.ts'
import { netbiosRegistration } from '../../src/simulate/packet-builder/netbios-registration.ts'
import { lookUp } from '../dns-script.ts'
import { clientHello, records } from '../hello-bytes.ts'
import { tlsTalk } from '../tls-talk.ts'
import { type Capacity, host, outside, talk } from '../tracker-capacity.ts'
import type { TrafficScript } from '../traffic-script.ts'

function ping(script: TrafficScript, i: number): void {
  for (const [from, to, type, data] of [
    [host(i), outside, 8, 'whoami'],
    [outside, host(i), 0, 'uid=0(root)'],
  ] as const) {
    script.ping(from, to, type, data)
    script.records.at(-1)?.bytes.set([0, 1, 0, 1], 14 + 20 + 4)
  }
}

/** Twenty letters, each once, in another order for each number below 1,000. */
const letters = (serial: number) =>
  `${String(serial).padStart(5, '0')}${'abcdefghijklmnopqrstuvwxyz'.slice(serial % 6)}`

const hello = Uint8Array.from(records(clientHello()))
const ownCertificate = tlsTalk({ hello, subject: 'x', issuer: 'x' })

export const capacities: readonly Capacity[] = [
  {
    of: 'names below a domain',
    detector: dnsTunnel.with({ nameCountMin: 2, nameLengthMin: 20 }),
    countMax: tunnelCountMax,
    event: (script, i, serial) =>
      lookUp(script, { client: host(i), name: `${letters(serial)}.t.example` }),
  },
  {
    of: 'pairs of client and server',
    detector: beaconing.with({
      connectionCountMin: 2,
      scoreMin: 0,
      gapSecondsMin: 0,
      gapJitterMax: 1,
      sizeJitterMax: 1,
    }),
    countMax: beaconCountMax,
    event: talk(() => ({ to: outside, port: 443, says: [] })),
  },
  {
    of: 'altered pings',
    detector: icmpTunnel.with({ alteredCountMin: 2 }),
    countMax: pingCountMax,
    event: ping,
  },
  {
    of: 'uploads',
    detector: exfiltration.with({ kilobytesMin: 1, flowBytesMin: 1 }),
    countMax: uploadCountMax,
    event: talk(() => ({ to: outside, port: 443, says: ['x'.repeat(600)] })),
  },
  {
    of: 'services with certificates of their own',
    detector: c2Certificate.with({ sessionCountMin: 2 }),
    countMax: sessionPairCountMax,
    event: talk(() => ({ to: outside, port: 4_041, says: ownCertificate })),
  },
  {
    of: 'services on odd ports',
    detector: oddPort.with({ flowCountMin: 2 }),
    countMax: serviceCountMax,
    event: talk(() => ({ to: outside, port: 4_444, says: ['hello', 'hello'] })),
  },
  {
    of: 'machines that report their names',
    detector: reportedMachine.with({ reportCountMin: 2 }),
    countMax: reportedServiceCountMax,
    event: (script, i) => {
      script.udp(`${host(i)}:137`, '10.255.255.255:137', netbiosRegistration('OFFICE-7F2A9122'))
      const says = ['GET /?pc=office-7f2a9122 HTTP/1.1\r\nHost: a\r\n\r\n']
      script.connection(host(i), `${outside}:80`, { says })
    },
  },
]
