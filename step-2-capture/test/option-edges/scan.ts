import { arpSweep } from '../../src/detect/scan/arp-sweep.ts'
import { fanOut } from '../../src/detect/scan/fan-out.ts'
import { hostProbing } from '../../src/detect/scan/host-probing.ts'
import { pingSweep } from '../../src/detect/scan/ping-sweep.ts'
import { portScan, udpPortScan } from '../../src/detect/scan/port-scan.ts'
import { protocolScan } from '../../src/detect/scan/protocol-scan.ts'
import { reconnectionStorm } from '../../src/detect/scan/reconnection-storm.ts'
import { stealthScan } from '../../src/detect/scan/stealth-scan.ts'
import { strobe } from '../../src/detect/scan/strobe.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { sendProtocol } from '../protocol-probes.ts'
import { TrafficScript } from '../traffic-script.ts'
import {
  ackProbes,
  allow,
  arpRequests,
  connections,
  datagramsToHosts,
  datagramsToPorts,
  finProbes,
  logOns,
  mails,
  oddSegments,
  ofPortScans,
  pings,
  refusedPorts,
  refusingHosts,
  retries,
  slowArpAnswers,
} from './scan-scripts.ts'

/** Packets of five unused protocols, two seconds apart. */
function protocols(): TrafficScript {
  const script = new TrafficScript()
  for (let protocol = 200; protocol < 205; protocol++) {
    sendProtocol(script, { from: '10.0.0.5', to: '10.0.0.9' }, protocol).wait(2)
  }
  return script
}

export const edges: readonly OptionEdge[] = [
  ...edgesOf(portScan, ofPortScans(refusedPorts, refusingHosts, { ports: 6, hosts: 6 })),
  ...edgesOf(
    udpPortScan,
    ofPortScans(datagramsToPorts, datagramsToHosts, { ports: 10, hosts: 12 }),
  ),
  ...edgesOf(pingSweep, [
    { option: 'addressCountMin', script: () => pings({ count: 6 }), below: 7, at: 6 },
    {
      option: 'silentShareMin',
      script: () => pings({ count: 8, answeredCount: 4 }),
      below: 0.51,
      at: 0.5,
    },
    { option: 'burstPauseSeconds', script: () => pings({ gapSeconds: 20 }), below: 19, at: 20 },
    {
      option: 'forgetAfterSeconds',
      script: () => pings({ gapSeconds: 20 }),
      below: 39,
      at: 40,
    },
    { option: 'levels.low', script: () => pings({ count: 6 }), below: 7, at: 5 },
    { option: 'levels.medium', script: () => pings(), below: 11, at: 10 },
    { option: 'levels.high', script: () => pings(), below: 11, at: 10 },
    { ...allow, script: () => pings() },
  ]),
  ...edgesOf(arpSweep, [
    { option: 'hostCountMin', script: () => arpRequests(), below: 11, at: 10 },
    {
      option: 'burstPauseSeconds',
      script: () => arpRequests({ gapSeconds: 20 }),
      below: 19,
      at: 20,
    },
    {
      option: 'heardForSeconds',
      script: () => arpRequests({ heardSeconds: 100 }),
      below: 101,
      at: 100,
    },
    { option: 'answerTimeoutSeconds', script: () => slowArpAnswers(1.5), below: 3, at: 1 },
    {
      option: 'forgetAfterSeconds',
      script: () => arpRequests({ gapSeconds: 20 }),
      below: 41,
      at: 42,
    },
    { option: 'levels.low', script: () => arpRequests(), below: 11, at: 10 },
    { option: 'levels.medium', script: () => arpRequests(), below: 11, at: 10 },
    { option: 'levels.high', script: () => arpRequests(), below: 11, at: 10 },
    { ...allow, script: () => arpRequests() },
  ]),
  ...edgesOf(stealthScan, [
    { option: 'probeCountMin', script: () => finProbes(), below: 11, at: 10 },
    { option: 'ackCountMin', script: () => ackProbes(), below: 11, at: 10 },
    {
      option: 'segmentCountMax',
      script: () => ackProbes({ count: 12, segmentCount: 3 }),
      below: 2,
      at: 3,
    },
    {
      option: 'burstPauseSeconds',
      script: () => finProbes({ gapSeconds: 20 }),
      below: 19,
      at: 20,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => finProbes({ gapSeconds: 20 }),
      below: 19,
      at: 20,
    },
    { option: 'levels.medium', script: () => finProbes({ count: 5 }), below: 6, at: 5 },
    { option: 'levels.high', script: () => finProbes({ count: 5 }), below: 6, at: 5 },
    { ...allow, script: () => finProbes() },
  ]),
  ...edgesOf(strobe, [
    { option: 'connectionCountMin', script: () => connections(), below: 11, at: 10 },
    {
      option: 'periodSeconds',
      script: () => connections({ gapSeconds: 10 }),
      others: { connectionCountMin: 10 },
      below: 89,
      at: 90,
    },
    { ...allow, script: () => connections(), others: { connectionCountMin: 10 } },
  ]),
  ...edgesOf(reconnectionStorm, [
    { option: 'attemptCountMin', script: () => retries(), below: 11, at: 10 },
    {
      option: 'periodSeconds',
      script: () => retries({ gapSeconds: 10 }),
      others: { attemptCountMin: 10 },
      below: 89,
      at: 90,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => retries({ gapSeconds: 20 }),
      others: { attemptCountMin: 10 },
      below: 19,
      at: 20,
    },
    { ...allow, script: () => retries(), others: { attemptCountMin: 10 } },
  ]),
  ...edgesOf(protocolScan, [
    { option: 'protocolCountMin', script: protocols, below: 6, at: 5 },
    { option: 'periodSeconds', script: protocols, below: 7, at: 9 },
    { ...allow, script: protocols },
  ]),
  ...edgesOf(hostProbing, [
    { option: 'kindCountMin', script: oddSegments, below: 4, at: 3 },
    { option: 'periodSeconds', script: oddSegments, below: 9, at: 10 },
    { ...allow, script: oddSegments },
  ]),
  ...edgesOf(fanOut, [
    { option: 'machineCountMin', script: () => logOns(), below: 11, at: 10 },
    { option: 'remotePorts', script: () => logOns({ port: 22 }), below: [445], at: [22] },
    { option: 'mailServerCountMin', script: () => mails(), below: 11, at: 10 },
    { option: 'periodSeconds', script: () => mails({ gapSeconds: 10 }), below: 89, at: 91 },
    { option: 'forgetAfterSeconds', script: () => mails({ gapSeconds: 20 }), below: 19, at: 21 },
    { option: 'levels.low', script: () => mails(), below: 11, at: 10 },
    { option: 'levels.medium', script: () => mails(), below: 11, at: 10 },
    { option: 'levels.high', script: () => mails(), below: 11, at: 10 },
    { ...allow, script: () => mails() },
  ]),
]
