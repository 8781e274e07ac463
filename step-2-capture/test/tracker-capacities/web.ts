import { disguisedProgram, downloadCountMax } from '../../src/detect/web/disguised-program.ts'
import { encodedCheckIn, serverCountMax } from '../../src/detect/web/encoded-check-in.ts'
import { executableTransfer, transferCountMax } from '../../src/detect/web/executable-transfer.ts'
import {
  heartbleed,
  clientCountMax as heartbleedCountMax,
} from '../../src/detect/web/heartbleed.ts'
import { sessionCountMax, sessionTheft } from '../../src/detect/web/session-theft.ts'
import { visitorCountMax, webScan } from '../../src/detect/web/web-scan.ts'
import { type Capacity, host, server, talk } from '../tracker-capacity.ts'
import type { TrafficScript } from '../traffic-script.ts'

const hello = '\x16\x03\x01\x00\x05hello'
const bleed = '\x18\x03\x02\x00\x03\x01\x40\x00'
const program = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(500)}`
const form = `d=${'6b78'.repeat(20)}`
const post = `POST /a.php HTTP/1.1\r\nHost: a\r\nContent-Length: ${form.length}\r\n\r\n${form}`
/** A session that begins with one browser and goes on elsewhere with another. */
function visit(script: TrafficScript, i: number, serial: number): void {
  const cookie = `sid=${String(i).padStart(20, '0')}`
  const head = `GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: b${serial}\r\nCookie: ${cookie}\r\n\r\n`
  script.connection(host(serial), `${server}:80`, { says: [head] })
}

export const capacities: readonly Capacity[] = [
  {
    of: 'missing pages',
    detector: webScan.with({ missingCountMin: 2, targetCountMin: 1 }),
    countMax: visitorCountMax,
    event: talk(() => ({
      port: 80,
      says: ['GET /x HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 404 No\r\n\r\n'],
    })),
  },
  { of: 'sessions', detector: sessionTheft, countMax: sessionCountMax, event: visit },
  {
    of: 'heartbeats',
    detector: heartbleed.with({ messageCountMin: 2 }),
    countMax: heartbleedCountMax,
    event: talk(() => ({ port: 443, says: [hello, hello, bleed] })),
  },
  {
    of: 'programs',
    detector: executableTransfer.with({ programCountMin: 2 }),
    countMax: transferCountMax,
    event: talk(() => ({ port: 4_444, says: ['go', program] })),
  },
  {
    of: 'encoded forms',
    detector: encodedCheckIn.with({ formCountMin: 2 }),
    countMax: serverCountMax,
    event: talk(() => ({ port: 80, says: [post] })),
  },
  {
    of: 'downloads',
    detector: disguisedProgram.with({ programCountMin: 2 }),
    countMax: downloadCountMax,
    event: talk(() => ({
      port: 80,
      says: ['GET /a.png HTTP/1.1\r\nHost: a\r\n\r\n', `HTTP/1.1 200 OK\r\n\r\n${program}`],
    })),
  },
]
