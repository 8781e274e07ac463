import { TcpFlag } from '../../src/decode/frame.ts'
import { arpSweep, trackerCountMax as askerCountMax } from '../../src/detect/scan/arp-sweep.ts'
import { fanOut, trackerCountMax as fanOutCountMax } from '../../src/detect/scan/fan-out.ts'
import { hostProbing, probedPairCountMax } from '../../src/detect/scan/host-probing.ts'
import { trackerCountMax as pingerCountMax, pingSweep } from '../../src/detect/scan/ping-sweep.ts'
import { portScan } from '../../src/detect/scan/port-scan.ts'
import { trackerCountMax as scannerCountMax } from '../../src/detect/scan/port-scan-observer.ts'
import { protocolPairCountMax, protocolScan } from '../../src/detect/scan/protocol-scan.ts'
import { reconnectionStorm, serviceCountMax } from '../../src/detect/scan/reconnection-storm.ts'
import {
  trackerCountMax as stealthCountMax,
  stealthScan,
} from '../../src/detect/scan/stealth-scan.ts'
import { pairCountMax, strobe } from '../../src/detect/scan/strobe.ts'
import { sourceCountMax } from '../../src/detect/track/attempt-buffer.ts'
import { sendProtocol } from '../protocol-probes.ts'
import { address, type Capacity, host, server } from '../tracker-capacity.ts'

const outside = (serial: number) => address(serial).replace(/^10\.2\./, '198.51.')
/** Behind the ports on which silence is no sign of a scan. */
const portOf = (serial: number) => 1_000 + serial

export const capacities: readonly Capacity[] = [
  {
    of: 'protocols of a target',
    detector: protocolScan.with({ protocolCountMin: 2 }),
    countMax: protocolPairCountMax,
    event: (script, i, serial) => {
      sendProtocol(script, { from: host(i), to: server }, 150 + (serial % 100))
    },
  },
  {
    of: 'ports of a target',
    // Two attempts an event, which pass the buffer; the second event makes four ports.
    detector: portScan.with({ portCountMin: 4, hostCountMin: 2 }),
    countMax: scannerCountMax,
    event: (script, i, serial) => {
      const port = portOf(2 * serial)
      script.refused(host(i), `${server}:${port}`).refused(host(i), `${server}:${port + 1}`)
    },
  },
  {
    of: 'targets of a port',
    detector: portScan.with({ portCountMin: 2, hostCountMin: 4 }),
    countMax: scannerCountMax,
    event: (script, i, serial) => {
      const [one, other] = [address(2 * serial), address(2 * serial + 1)]
      script.refused(host(i), `${one}:80`).refused(host(i), `${other}:80`)
    },
  },
  {
    of: 'first attempts that failed',
    detector: portScan.with({ portCountMin: 2, hostCountMin: 2 }),
    countMax: sourceCountMax,
    event: (script, i, serial) => script.refused(host(i), `${server}:${portOf(serial)}`),
  },
  {
    of: 'pinging hosts',
    detector: pingSweep.with({ addressCountMin: 2, silentShareMin: 0 }),
    countMax: pingerCountMax,
    event: (script, i, serial) => {
      script.ping(host(i), address(serial), 8).ping(address(serial), host(i), 0)
    },
  },
  {
    of: 'hosts that ask for unknown addresses',
    detector: arpSweep.with({ hostCountMin: 2 }),
    countMax: askerCountMax,
    event: (script, i, serial) => {
      script.arp(1, { address: host(i) }, { address: address(serial) })
    },
  },
  {
    of: 'hosts that are probed',
    detector: hostProbing.with({ kindCountMin: 2 }),
    countMax: probedPairCountMax,
    event: (script, i, serial) =>
      script.tcp(
        `${host(i)}:${40_000 + (serial % 20_000)}`,
        `${server}:80`,
        serial === 0 ? 0 : TcpFlag.fin,
      ),
  },
  {
    of: 'stealthy sources',
    detector: stealthScan.with({ probeCountMin: 2 }),
    countMax: stealthCountMax,
    event: (script, i, serial) => {
      script.tcp(`${host(i)}:50000`, `${server}:${serial + 1}`, TcpFlag.fin)
    },
  },
  {
    of: 'connected pairs',
    detector: strobe.with({ connectionCountMin: 2 }),
    countMax: pairCountMax,
    event: (script, i) => script.ignored(host(i), `${server}:443`),
  },
  {
    of: 'failed clients',
    detector: reconnectionStorm.with({ attemptCountMin: 2 }),
    countMax: serviceCountMax,
    event: (script, i) => script.refused(host(i), `${server}:443`),
  },
  {
    of: 'log-ons',
    detector: fanOut.with({ machineCountMin: 2 }),
    countMax: fanOutCountMax,
    event: (script, i, serial) => script.connection(host(i), `${address(serial)}:445`),
  },
  {
    of: 'hosts that send mail',
    detector: fanOut.with({ mailServerCountMin: 2 }),
    countMax: fanOutCountMax,
    event: (script, i, serial) => script.connection(host(i), `${outside(serial)}:25`),
  },
]
