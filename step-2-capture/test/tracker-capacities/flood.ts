import { TcpFlag } from '../../src/decode/frame.ts'
import { amplification, amplifiedPairCountMax } from '../../src/detect/flood/amplification.ts'
import { datagramFlood, targetCountMax } from '../../src/detect/flood/datagram-flood.ts'
import {
  fragmentAttack,
  fragmentPairCountMax,
  fragmentTargetCountMax,
} from '../../src/detect/flood/fragment-attack.ts'
import { clientCountMax, httpFlood } from '../../src/detect/flood/http-flood.ts'
import { icmpMessageFlood, icmpTargetCountMax } from '../../src/detect/flood/icmp-message-flood.ts'
import { steadyFlood, steadyFlowCountMax } from '../../src/detect/flood/steady-flood.ts'
import {
  synFlood,
  serviceCountMax as synServiceCountMax,
} from '../../src/detect/flood/syn-flood.ts'
import { serviceCountMax, tcpFlood } from '../../src/detect/flood/tcp-flood.ts'
import { ask } from '../amplification-script.ts'
import { fragment, misaligned } from '../fragment-script.ts'
import { icmpMessageTo } from '../icmp-script.ts'
import { timeAnswer } from '../option-edges/flood-scripts.ts'
import { sendProtocol } from '../protocol-probes.ts'
import { address, type Capacity, host, server, talk } from '../tracker-capacity.ts'

const client = '10.200.0.7'

export const capacities: readonly Capacity[] = [
  {
    of: 'clients that are answered too much',
    detector: amplification.with({ questionCountMin: 2, periodSeconds: 600 }),
    countMax: amplifiedPairCountMax,
    event: (script, i) => ask(script, { from: address(i), count: 1, gapSeconds: 0 }),
  },
  {
    of: 'targets of packets that bear nothing',
    detector: steadyFlood.with({ packetCountMin: 2 }),
    countMax: steadyFlowCountMax,
    event: (script, i, serial) => {
      sendProtocol(script, { from: host(serial), to: address(i) }, 200)
    },
    afterSeconds: 2,
  },
  {
    of: 'services with failed handshakes',
    detector: synFlood.with({ failedCountMin: 2 }),
    countMax: synServiceCountMax,
    event: (script, i) => script.refused(client, `${address(i)}:80`),
  },
  {
    of: 'services with stray segments',
    detector: tcpFlood.with({ segmentCountMin: 2 }),
    countMax: serviceCountMax,
    event: (script, i) => script.tcp(script.client(client), `${address(i)}:80`, TcpFlag.ack),
  },
  {
    of: 'targets that do not answer',
    detector: datagramFlood.with({ flowCountMin: 2 }),
    countMax: targetCountMax,
    event: (script, i, serial) => script.udp(`${client}:${10_000 + serial}`, `${address(i)}:9`),
    afterSeconds: 2,
  },
  {
    of: 'targets of reflections',
    detector: datagramFlood.with({ reflectionCountMin: 2 }),
    countMax: targetCountMax,
    event: (script, i, serial) =>
      script.udp(`${server}:123`, `${address(i)}:${40_000 + serial}`, timeAnswer),
    afterSeconds: 2,
  },
  {
    of: 'pairs with fragments that contradict others',
    detector: fragmentAttack.with({ contradictionCountMin: 2 }),
    countMax: fragmentPairCountMax,
    event: (script, i, serial) => misaligned(script, { to: address(i), id: serial }),
  },
  {
    of: 'targets of unfinished datagrams',
    detector: fragmentAttack.with({ unfinishedCountMin: 2 }),
    countMax: fragmentTargetCountMax,
    event: (script, i, serial) =>
      fragment(script, { to: address(i), id: serial, data: '12345678', hasMore: true }),
  },
  {
    of: 'targets of ICMP beside pings',
    detector: icmpMessageFlood.with({ messageCountMin: 2 }),
    countMax: icmpTargetCountMax,
    event: (script, i) => icmpMessageTo(script, { to: address(i) }),
  },
  {
    of: 'web clients',
    detector: httpFlood.with({ requestCountMin: 2 }),
    countMax: clientCountMax,
    event: talk(() => ({ port: 80, says: ['GET / HTTP/1.1\r\nHost: a\r\n\r\n'] })),
  },
]
