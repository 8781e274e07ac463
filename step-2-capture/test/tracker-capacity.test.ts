import { expect, test } from 'vitest'
import { clientCountMax, modbusAbuse } from '../src/detect/control/modbus-abuse.ts'
import { dnsTunnel } from '../src/detect/covert/dns-tunnel.ts'
import { tunnelCountMax } from '../src/detect/covert/dns-tunnel-queries.ts'
import { dnsTunnelReport } from '../src/detect/covert/dns-tunnel-record.ts'
import { loginGuessing } from '../src/detect/login/login-guessing.ts'
import { sshCountMax } from '../src/detect/login/ssh-logins.ts'
import { executableTransfer, ftpPairCountMax } from '../src/detect/web/executable-transfer.ts'
import { Engine } from '../src/engine.ts'
import { modbusFrame, registers } from '../src/simulate/packet-builder/modbus.ts'
import { lookUp } from './dns-script.ts'
import { sshLogin } from './ssh-dialogue.ts'
import { capacities as covert } from './tracker-capacities/covert.ts'
import { capacities as flood } from './tracker-capacities/flood.ts'
import { capacities as lan } from './tracker-capacities/lan.ts'
import { capacities as login } from './tracker-capacities/login.ts'
import { capacities as scan } from './tracker-capacities/scan.ts'
import { capacities as web } from './tracker-capacities/web.ts'
import { capacities as windows } from './tracker-capacities/windows.ts'
import { capacities as wireless } from './tracker-capacities/wireless.ts'
import { host, trafficOf } from './tracker-capacity.ts'
import { TrafficScript } from './traffic-script.ts'

const capacities = [...scan, ...flood, ...lan, ...wireless, ...login, ...web, ...windows, ...covert]

test.each(capacities)('remembers $countMax of: $of, and then forgets the oldest', (capacity) => {
  const { detector, countMax } = capacity
  const isFound = (otherCount: number) =>
    trafficOf(capacity, otherCount).detect(detector).length > 0
  expect([isFound(countMax - 1), isFound(countMax)]).toEqual([true, false])
})

test.each([
  [sshCountMax, sshCountMax],
  [sshCountMax + 1, sshCountMax],
])('of %i SSH connections at once %i are judged', { timeout: 60_000 }, (count, judgedCount) => {
  const script = new TrafficScript()
  const says = sshLogin([56, 80])
  for (let i = 0; i < count; i++) {
    script.connection(host(i), '10.200.0.9:22', { says, end: 'open' })
  }
  const detector = loginGuessing.with({ fastCountMin: 1, sshConnectionCountMin: 1 })
  expect(script.detect(detector)).toHaveLength(judgedCount)
})

test.each([
  [ftpPairCountMax - 1, 0],
  [ftpPairCountMax, 1],
])('after %i other FTP sessions a program of the first makes %i findings', (count, findings) => {
  const script = new TrafficScript()
  for (let i = 0; i <= count; i++) {
    script.connection(host(i), '10.200.0.9:21', { says: ['', '220 FTP ready\r\n'] })
  }
  const program = `\x7fELF\x02\x01\x01${'x'.repeat(500)}`
  script.connection(host(0), '10.200.0.9:50123', { says: ['', program] })
  expect(script.detect(executableTransfer)).toHaveLength(findings)
})

test('lists the 256 tunnels that were found last', () => {
  const script = new TrafficScript()
  const tunnelCount = tunnelCountMax + 1
  for (let tunnel = 0; tunnel < tunnelCount; tunnel++) {
    for (const data of ['abcdefghijklmnopqrstuvwxyz', 'bcdefghijklmnopqrstuvwxyza']) {
      lookUp(script, { client: host(tunnel), name: `${data}.t.example` })
    }
  }
  const engine = new Engine({
    capture: { source: 'pcap', name: 'tunnels' },
    detectors: [dnsTunnel.with({ nameCountMin: 2, nameLengthMin: 20 })],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(script.bytes())
  engine.end()
  const clients = engine.reports.read(dnsTunnelReport)?.map(({ client }) => client) ?? []
  expect([clients.length, clients[0], clients.at(-1)]).toEqual([
    tunnelCountMax,
    host(1),
    host(tunnelCountMax),
  ])
})

test('a control device learns 64 writers', () => {
  const script = new TrafficScript()
  const write = () => {
    for (let i = 0; i <= clientCountMax; i++) {
      const says = [modbusFrame({ transactionId: i, unit: 1, function: 6 }, registers(7, 1))]
      script.connection(host(i), '10.200.0.9:502', { says })
    }
  }
  write()
  script.wait(31)
  write()
  expect(script.detect(modbusAbuse).map(({ source }) => source)).toEqual([host(clientCountMax)])
})
