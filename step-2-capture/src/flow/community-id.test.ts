import { describe, expect, it } from 'vitest'
import { communityId } from './community-id.ts'

/** The specification's own baseline; of ICMP messages with an answer it gives both types. */
const baseline: readonly [
  protocol: number,
  source: string,
  destination: string,
  ports: readonly [number, number],
  id: string,
][] = [
  [
    58,
    'fe80::200:86ff:fe05:80da',
    'fe80::260:97ff:fe07:69ea',
    [135, 0],
    'dGHyGvjMfljg6Bppwm3bg0LO8TY=',
  ],
  [
    58,
    'fe80::260:97ff:fe07:69ea',
    'fe80::200:86ff:fe05:80da',
    [136, 0],
    'dGHyGvjMfljg6Bppwm3bg0LO8TY=',
  ],
  [
    58,
    'fe80::260:97ff:fe07:69ea',
    'fe80::200:86ff:fe05:80da',
    [135, 0],
    'zavyT/cezQr1fmImYCwYnMXbgck=',
  ],
  [
    58,
    'fe80::200:86ff:fe05:80da',
    'fe80::260:97ff:fe07:69ea',
    [136, 0],
    'zavyT/cezQr1fmImYCwYnMXbgck=',
  ],
  [
    58,
    '3ffe:501:1800:2345::2',
    '3ffe:507:0:1:200:86ff:fe05:80da',
    [3, 0],
    '2ObVBgIn28oZvibYZhZMBgh7WdQ=',
  ],
  [
    58,
    '3ffe:501:410:0:2c0:dfff:fe47:33e',
    '3ffe:507:0:1:200:86ff:fe05:80da',
    [1, 4],
    'hLZd0XGWojozrvxqE0dWB1iM6R0=',
  ],
  [
    58,
    '3ffe:507:0:1:200:86ff:fe05:80da',
    '3ffe:501:0:1001::2',
    [128, 0],
    '+TW+HtLHvV1xnGhV1lv7XoJrqQg=',
  ],
  [
    58,
    '3ffe:501:0:1001::2',
    '3ffe:507:0:1:200:86ff:fe05:80da',
    [129, 0],
    '+TW+HtLHvV1xnGhV1lv7XoJrqQg=',
  ],
  [58, 'fe80::200:86ff:fe05:80da', 'ff02::2', [133, 0], 'hO+sN4H+MG5MY/8hIrXPqc4ZQz0='],
  [58, 'fe80::260:97ff:fe07:69ea', 'ff02::1', [134, 0], 'pkvHqCL88/tg1k4cPigmZXUtL00='],
  [1, '192.168.0.89', '192.168.0.1', [8, 0], 'X0snYXpgwiv9TZtqg64sgzUn6Dk='],
  [1, '192.168.0.1', '192.168.0.89', [0, 0], 'X0snYXpgwiv9TZtqg64sgzUn6Dk='],
  [1, '10.0.0.1', '10.0.0.2', [11, 0], 'YHxtAirCG//0OzkcVAukqKQN9xM='],
  [
    6,
    '2001:470:e5bf:dead:4957:2174:e82c:4887',
    '2607:f8b0:400c:c03::1a',
    [63943, 25],
    '/qFaeAR+gFe1KYjMzVDsMv+wgU4=',
  ],
  [
    6,
    '2607:f8b0:400c:c03::1a',
    '2001:470:e5bf:dead:4957:2174:e82c:4887',
    [25, 63943],
    '/qFaeAR+gFe1KYjMzVDsMv+wgU4=',
  ],
  [132, '192.168.170.8', '192.168.170.56', [7, 7], 'MP2EtRCAUIZvTw6MxJHLV7N7JDs='],
  [132, '192.168.170.56', '192.168.170.8', [7, 7], 'MP2EtRCAUIZvTw6MxJHLV7N7JDs='],
  [6, '128.232.110.120', '66.35.250.204', [34855, 80], 'LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [6, '66.35.250.204', '128.232.110.120', [80, 34855], 'LQU9qZlK+B5F3KDmev6m5PMibrg='],
  [17, '192.168.1.52', '8.8.8.8', [54585, 53], 'd/FP5EW3wiY1vCndhwleRRKHowQ='],
  [17, '8.8.8.8', '192.168.1.52', [53, 54585], 'd/FP5EW3wiY1vCndhwleRRKHowQ='],
  [46, '10.1.12.1', '10.1.12.2', [0, 0], 'KHlLkgoJW7ifUTyTSgyVfkFHzKw='],
  [46, '10.1.12.2', '10.1.12.1', [0, 0], 'KHlLkgoJW7ifUTyTSgyVfkFHzKw='],
]

describe('communityId', () => {
  it.each(baseline)(
    'of protocol %i from %s to %s, ports %o, is that of the specification',
    (...row) => {
      const [protocol, source, destination, [sourcePort, destinationPort], id] = row
      const ends = { protocol, source, destination, sourcePort, destinationPort }
      expect(communityId(ends)).toBe(`1:${id}`)
    },
  )

  it('is the same whichever end is the source, also between two ports of one address', () => {
    const address = { source: '192.0.2.1', destination: '192.0.2.1', protocol: 6 }
    const there = communityId({ ...address, sourcePort: 9, destinationPort: 80 })
    expect(communityId({ ...address, sourcePort: 80, destinationPort: 9 })).toBe(there)
  })
})
