import { Flag } from '../conversation/tcp-side.ts'
import type { Host } from '../network/host.ts'
import { noBytes, synOptions } from '../packet-builder/tcp.ts'
import type { Process } from '../simulator.ts'
import type { Stage } from './scenario.ts'

/** One segment out of the ordinary, made by a scanner and not by the system's own stack. */
export interface TcpProbe {
  readonly attacker: Host
  readonly victim: Host
  readonly port: number
  readonly sourcePort: number
  readonly sequence: number
  /** `Flag.syn` for a half-open scan, others for the scans that look for RSTs. */
  readonly flags: number
}

/**
 * Sends a probe as nmap does and lets the victim answer as its system does: SYN-ACK from an open
 * port, RST from a closed one, nothing through a packet filter, which is then tried once more.
 */
export function* probeTcp(stage: Stage, probe: TcpProbe): Process {
  const { victim, port } = probe
  const answer = answerTo(probe)
  sendProbe(stage, probe, probe.sourcePort)
  if (answer === 'nothing') {
    yield 1_000_000 + stage.random.exponential(60_000)
    sendProbe(stage, probe, probe.sourcePort + 1)
    return
  }
  yield victim.reactionUs()
  const length = probe.flags & (Flag.syn | Flag.fin) ? 1 : 0
  const expected = (probe.sequence + length) >>> 0
  const ends = { sourcePort: port, destinationPort: probe.sourcePort, identification: 0 }
  if (answer === 'reset') {
    const isAnswered = (probe.flags & Flag.ack) !== 0
    stage.wire.tcp(victim, probe.attacker, {
      ...ends,
      sequence: isAnswered ? probe.sequence : 0,
      acknowledgement: isAnswered ? 0 : expected,
      flags: isAnswered ? Flag.rst : Flag.rst | Flag.ack,
      window: 0,
    })
    return
  }
  const options = scannerOptions()
  const flags = Flag.syn | Flag.ack
  const synAck = { sequence: stage.random.next(), acknowledgement: expected, flags, options }
  stage.wire.tcp(victim, probe.attacker, { ...ends, ...synAck, window: victim.system.synWindow })
  yield probe.attacker.reactionUs()
  resetUnasked(stage, probe, expected)
}

function answerTo({ victim, port, flags }: TcpProbe): 'connection' | 'reset' | 'nothing' {
  const isOpen = victim.openPorts.has(port)
  if (flags === Flag.syn && isOpen) return 'connection'
  if (!isOpen && victim.closedPorts === 'drop') return 'nothing'
  // RFC 9293 section 3.10.7.2: a listener drops a segment without SYN, ACK or RST; an ACK that
  // belongs to nothing is reset.
  if (isOpen && !(flags & Flag.ack)) return 'nothing'
  return 'reset'
}

function sendProbe(stage: Stage, probe: TcpProbe, sourcePort: number): void {
  const { attacker, victim, port, sequence, flags } = probe
  const isSyn = flags === Flag.syn
  stage.wire.tcp(attacker, victim, {
    sourcePort,
    destinationPort: port,
    sequence,
    acknowledgement: flags & Flag.ack ? stage.random.next() : 0,
    flags,
    window: 1024,
    options: isSyn ? scannerOptions() : noBytes,
    timeToLive: stage.random.integer(37, 59),
    dontFragment: false,
    identification: stage.random.integer(0, 65_535),
  })
}

/** The scanner's own system knows nothing of the connection that the victim offers. */
function resetUnasked(stage: Stage, probe: TcpProbe, sequence: number): void {
  stage.wire.tcp(probe.attacker, probe.victim, {
    sourcePort: probe.sourcePort,
    destinationPort: probe.port,
    sequence,
    acknowledgement: 0,
    flags: Flag.rst,
    window: 0,
    identification: 0,
  })
}

export function scannerOptions(): Buffer {
  return synOptions({ maximumSegmentSize: 1460, selectiveAcknowledgement: false, order: 'linux' })
}

export interface PortSweep {
  readonly attacker: Host
  readonly victim: Host
  readonly ports: readonly number[]
  readonly perSecond: number
  readonly flags: number
}

/** Probes the ports one after another, and waits for the last answers. */
export function* sweepPorts(stage: Stage, sweep: PortSweep): Process {
  const { attacker, victim, ports, perSecond, flags } = sweep
  yield* stage.network.reach(attacker, victim)
  const sourcePort = stage.random.integer(33_000, 64_000)
  const sequence = stage.random.next()
  for (const port of ports) {
    const probe = { attacker, victim, port, sourcePort, sequence, flags }
    stage.network.simulator.spawn(probeTcp(stage, probe))
    yield stage.random.exponential(1e6 / perSecond)
  }
  yield 1_200_000
}
