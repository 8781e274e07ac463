import type { Exercise } from '../exercise.ts'

export const portScan: Exercise = {
  id: 'port-scan',
  step: 2,
  title: 'The port-scan detector',
  minutes: 40,
  package: 'step-2-capture',
  file: 'detect/scan/port-scan-observer.ts',
  tests: ['src/detect/scan/port-scan.test.ts', 'src/detect/scan/port-scan-of-names.test.ts'],
  hints: [
    'Begin with onFlowFailed and #count for vertical scans alone, and let the other two hooks do nothing: the first tests pass with that.',
    'attemptOf(this.#traffic, flow) gives { source, target, port, timeUs, … }. `for (const attempt of this.#firstFailed.add(…))` runs over nothing while attempts are held back, and over each further one at once when there were enough.',
    'this.#count(this.#vertical.open({ host: source, peer: target }, timeUs), port, attempt), and then, unless resolved.has(hosts, target), this.#count(this.#horizontal.open({ host: source, part: port }, timeUs), target, attempt). Each hook first asks whether flows.protocol(flow) is #scanned.',
    'In #count: const count = Math.max(probes.burstCount, Math.floor(probes.things.count * slowWeight)), and of it what probes.weigh gives. The rule of the share: if (things.count < (things.count + answeredCount) * silentShareMin) return. The packets of a port that was tried before are evidence too, so evidence.add stands before probes.add.',
  ],
  mistakes: [
    {
      mistake: 'counts datagrams to ports on which silence is usual',
      in: 'if (isSilentPort(flows.responderPort(flow))) return',
      by: '',
      caughtBy: 'a DHCP server whose offers clients without an address take is no scanner',
    },
    {
      mistake: 'takes answers without a question for probes of the one that gets them',
      in: 'if (flows.originatorPackets(flow) === 0) return',
      by: '',
      caughtBy: 'a host that gets answers which it never asked for is no scanner',
    },
    {
      mistake: 'sees scans of one host alone',
      in: 'this.#count(this.#horizontal.open({ host: source, part: port }, timeUs), target, attempt)',
      by: '',
      caughtBy: 'a horizontal scan is grouped by its port, and has no single target',
    },
    {
      mistake: 'takes clients of a name that is down for scanners',
      in: 'if (resolved.has(hosts, target)) continue',
      by: '',
      caughtBy: 'a host whose looked-up peers are all down is no scanner of their port',
    },
    {
      mistake: 'counts a port each time it is tried',
      in: 'if (!probes.add(thing, burstPauseSeconds * 1e6)) return',
      by: 'probes.add(probes.evidence.packets().length, burstPauseSeconds * 1e6)',
      caughtBy: 'a program that keeps trying a service that is down is no scanner',
    },
    {
      mistake: 'forgets slow scans at each pause',
      in: 'Math.max(probes.burstCount, Math.floor(things.count * slowWeight))',
      by: 'probes.burstCount',
      caughtBy: 'finds a slow scan that tries a port every five minutes',
    },
    {
      mistake: 'does not see open ports that were tried',
      in: 'this.#count(ports, port, attempt)',
      by: '',
      caughtBy: 'finds open ports that are connected to and dropped without a word',
    },
    {
      mistake: 'calls open ports closed',
      in: 'if (attempt.isOpen) probes.openCount++',
      by: '',
      caughtBy: 'tells ports that were open from those that were closed',
    },
    {
      mistake: 'takes every connection for a probe',
      in: 'if (flows.originatorPayloadBytes(flow) > 0) return\n    if (flows.responderPayloadBytes(flow) > 0) return',
      by: '',
      caughtBy: 'a service on many ports that answers on all of them is not being scanned',
    },
    {
      mistake: 'reports at each further port',
      in: 'if (!probes.hasDoubled(count, minimum)) return',
      by: 'if (count < minimum) return',
      caughtBy: 'a scan is stated at its limit, anew when its ports have doubled, and at its end',
    },
    {
      mistake: 'knows no peers that share files',
      in: 'this.#hasPeers[flows.originator(flow)] = 1',
      by: '',
      caughtBy: 'a host that shares files, and finds most peers gone: "\\u0013BitTorrent protocol"',
    },
    {
      mistake: 'takes a connection in which only the server spoke for a probe',
      in: 'if (flows.responderPayloadBytes(flow) > 0) return',
      by: '',
      caughtBy: 'a client that reads the greetings of many services is no scanner',
    },
    {
      mistake: 'takes no account of hosts that answer',
      in: 'if (things.count < (things.count + answeredCount) * silentShareMin) return',
      by: '',
      caughtBy: '6 hosts that refuse a port beside 7 that answer on it: a scan is false',
    },
    {
      mistake: 'is silent where just the share that must fail has failed',
      in: 'things.count < (things.count + answeredCount) * silentShareMin',
      by: 'things.count <= (things.count + answeredCount) * silentShareMin',
      caughtBy: '6 hosts that refuse a port beside 6 that answer on it: a scan is true',
    },
  ],
}
