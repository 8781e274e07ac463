import { decaysPerSecond } from './damped-statistics.ts'

export interface PacketFeatureDefinition {
  readonly name: string
  readonly unit: string
  readonly formula: string
  /** Sizes, counts and ports have a long tail: models look at log(1 + x) of them. */
  readonly isHeavyTailed: boolean
}

/** What the packet itself says. */
const ownFeatures: readonly PacketFeatureDefinition[] = [
  own('length', 'bytes', 'bytes on the wire, link header included', true),
  own('payload_length', 'bytes', 'bytes of transport payload, by the headers', true),
  own('payload_entropy', 'bits', 'entropy of the first 512 captured payload bytes, 0 to 8'),
  own('time_to_live', 'hops', 'TTL of IPv4, hop limit of IPv6'),
  own('is_tcp', '', '1 for TCP, else 0'),
  own('is_udp', '', '1 for UDP, else 0'),
  own('is_icmp', '', '1 for ICMP and ICMPv6, else 0'),
  own('source_port', 'port', 'source port; of ICMP the type', true),
  own('destination_port', 'port', 'destination port; of ICMP the code', true),
  ...['fin', 'syn', 'rst', 'psh', 'ack', 'urg'].map((flag) =>
    own(`flag_${flag}`, '', `1 if ${flag.toUpperCase()} is set, else 0`),
  ),
]
export const ownFeatureCount = ownFeatures.length

const streamStatistics = [
  ['weight', 'packets', 'w = Σ 2^(-λ·age)'],
  ['mean', 'bytes', 'μ = Σ size·2^(-λ·age) / w'],
  ['deviation', 'bytes', 'σ = √(Σ size²·2^(-λ·age) / w - μ²)'],
] as const
const jointStatistics = [
  ['magnitude', 'bytes', '√(μ² + μ′²), the other direction with a prime'],
  ['radius', 'bytes²', '√(σ⁴ + σ′⁴)'],
  ['covariance', 'bytes²', 'SR / (w + w′), SR the damped sum of products of last residuals'],
  ['correlation', '', 'covariance / (σ·σ′)'],
] as const
const pairStatistics = [...streamStatistics, ...jointStatistics]
const gapStatistics = streamStatistics.map(
  ([name, unit, formula]) =>
    [`gap_${name}`, unit === 'bytes' ? 's' : unit, formula.replace('size', 'gap')] as const,
)

/**
 * What is measured of a packet: its own numbers, and Kitsune's damped statistics of the sender
 * (host), of the sender and receiver (channel, also the gaps between its packets) and of the flow's
 * direction (socket), each for λ of 5, 3, 1, 0.1 and 0.01 a second.
 */
export const packetFeatures: readonly PacketFeatureDefinition[] = [
  ...ownFeatures,
  ...damped('host', streamStatistics),
  ...damped('channel', pairStatistics),
  ...damped('channel', gapStatistics),
  ...damped('socket', pairStatistics),
]

type Statistic = readonly [name: string, unit: string, formula: string]

function damped(stream: string, statistics: readonly Statistic[]): PacketFeatureDefinition[] {
  return decaysPerSecond.flatMap((λ) =>
    statistics.map(([statistic, unit, formula]) => ({
      name: `${stream}_${statistic}_${λ}`,
      unit,
      formula: `${formula}; λ = ${λ} / s`,
      // Covariance and correlation may be negative, and have no tail to cut.
      isHeavyTailed: !['covariance', 'correlation'].includes(statistic),
    })),
  )
}

function own(
  name: string,
  unit: string,
  formula: string,
  isHeavyTailed = false,
): PacketFeatureDefinition {
  return { name, unit, formula, isHeavyTailed }
}
