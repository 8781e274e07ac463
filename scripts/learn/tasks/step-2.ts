import type { Request, Task } from '../task.ts'

const office = 'office.pcap'
const slow = 'slow.pcap'

/** How often a limit states a scan in a capture. */
function detections(limit: number, file: string, shows: RegExp): Request {
  return { ask: ['analyze', '--set', `port_scan.portCountMin=${limit}`, file], shows }
}

export const step2Tasks: readonly Task[] = [
  {
    step: 2,
    number: 1,
    says: ['lowest limit without a false alarm', 'highest that still finds'],
    changes: [],
    outcome: {
      kind: 'commands',
      runs: [
        {
          ask: [
            'simulate',
            '--scenario',
            'office',
            '--seed',
            '1',
            '--duration-seconds',
            '1800',
            '--out',
            office,
          ],
          shows: /108013 packets/,
        },
        {
          ask: ['simulate', '--scenario', 'slow_scan', '--seed', '1', '--out', slow],
          shows: /40319 packets/,
        },
        detections(1, office, / probed /),
        detections(2, office, /^(?!.* probed )/s),
        detections(36, slow, /10\.65\.231\.247 probed/),
        detections(100, slow, /^(?!.*10\.65\.231\.247 probed)/s),
      ],
    },
  },
  {
    step: 2,
    number: 2,
    says: ['`src/features/host-window.ts`', '`E_MODEL_DAMAGED`'],
    changes: [
      {
        package: 'step-2-capture',
        file: 'features/host-window.ts',
        in: "  sum('arp_requests',",
        by: "  share('refused_share', 'RST received / SYN sent', T.resetsReceived, [T.synSent]),\n  sum('arp_requests',",
      },
    ],
    outcome: {
      kind: 'commands',
      runs: [
        {
          ask: [
            'analyze',
            '--model',
            'step-2-capture/models/default.json',
            'samples/port-scan.pcap.gz',
          ],
          shows: /^E_MODEL_DAMAGED[^$]+\nTrain it again: net-anomaly train/,
        },
        {
          ask: ['train', 'samples/ordinary.pcap.gz', '--out', 'model.json'],
          shows: /model .+ host windows/,
        },
      ],
    },
  },
]
