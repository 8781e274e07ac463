import { Layer, TcpFlag } from 'step-2-capture/pictures'
import type { GeneratedDocument } from '../document.ts'
import { type Decoded, decodedPackets } from './decoded.ts'
import { flagNames } from './packet-bytes.ts'
import { arrow, box, path, svgOf, text } from './svg.ts'

/** A scan of a server that answers each port, and one of a server whose firewall drops. */
const scans = [
  { scenario: 'vertical_port_scan', seed: 2 },
  { scenario: 'vertical_port_scan', seed: 3 },
  { scenario: 'vertical_port_scan', seed: 4 },
] as const
const laneWidth = 250
const stepHeight = 50
const top = 118

/** What a scanner sends to one port and what comes back. */
interface Attempt {
  readonly port: number
  readonly scanner: string
  readonly packets: readonly Decoded[]
}

const answers = [
  { name: 'open', tint: 'green', sentence: 'It answers SYN + ACK.' },
  { name: 'closed', tint: 'red', sentence: 'It refuses with RST.' },
  { name: 'filtered', tint: 'yellow', sentence: 'Nothing comes back; it is tried again.' },
] as const
type Answer = (typeof answers)[number]['name']

/** A SYN to an open, a closed and a filtered port, from simulated scans. */
export const handshakePicture: GeneratedDocument = {
  path: 'docs/pictures/handshake.svg',
  make: () => {
    const attempts = scans.flatMap((scan) => attemptsIn(decodedPackets(scan)))
    const chosen = answers.map(({ name }) => {
      const attempt = attempts.find((attempt) => answerTo(attempt) === name)
      if (!attempt) throw new Error(`no simulated scan has a port that is ${name}`)
      return attempt
    })
    return drawHandshakes(chosen)
  },
}

/** The attempts of the host that opened most ports of another. */
function attemptsIn(packets: Iterable<Decoded>): Attempt[] {
  const attempts = new Map<string, Attempt & { packets: Decoded[] }>()
  for (const packet of packets) {
    const { frame, source, destination } = packet
    if (!(frame.layers & Layer.tcp) || source === '') continue
    const { sourcePort, destinationPort, tcpFlags } = frame
    const isSyn = (tcpFlags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn
    const forth = `${source} ${destination} ${destinationPort}`
    const back = `${destination} ${source} ${sourcePort}`
    if (isSyn && !attempts.has(forth)) {
      attempts.set(forth, { port: destinationPort, scanner: source, packets: [] })
    }
    const attempt = attempts.get(forth) ?? attempts.get(back)
    attempt?.packets.push(packet)
  }
  const all = [...attempts.values()]
  const counts = Map.groupBy(all, ({ scanner }) => scanner)
  return [...counts.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

function answerTo({ packets }: Attempt): Answer | undefined {
  const flags = packets.map(({ frame }) => frame.tcpFlags)
  if (flags.every((each) => each === TcpFlag.syn)) return flags.length > 1 ? 'filtered' : undefined
  if (flags[1] === (TcpFlag.syn | TcpFlag.ack)) return packets.length <= 4 ? 'open' : undefined
  return flags.length === 2 && (flags[1] as number) & TcpFlag.rst ? 'closed' : undefined
}

export function drawHandshakes(attempts: readonly Attempt[]): string {
  const stepCount = Math.max(...attempts.map(({ packets }) => packets.length))
  const height = top + stepCount * stepHeight + 44
  return svgOf({
    title: 'A SYN to an open, to a closed and to a filtered port',
    description: attempts.map((attempt, index) => sentenceOf(attempt, index)).join(' '),
    width: 16 + attempts.length * laneWidth,
    height,
    elements: [
      text(16, 28, 'What a port answers to a SYN', { look: 'strong' }),
      text(16, 48, 'Simulated scans; times since the first SYN.', { look: 'soft' }),
      ...attempts.flatMap((attempt, index) => drawAttempt(attempt, index, height)),
    ],
  })
}

function sentenceOf({ port, packets, scanner }: Attempt, index: number): string {
  const steps = packets.map(
    ({ frame, source }) => `${source === scanner ? 'sent' : 'received'} ${flagNames(frame)}`,
  )
  return `Port ${port} is ${answers[index]?.name}: ${steps.join(', ')}.`
}

function drawAttempt({ port, packets, scanner }: Attempt, index: number, height: number) {
  const { name, tint, sentence } = answers[index] ?? answers[0]
  const left = 40 + index * laneWidth
  const right = left + laneWidth - 70
  const startUs = packets[0]?.timeUs ?? 0
  return [
    box({ x: left - 24, y: 64, width: laneWidth - 20, height: 24 }, tint),
    text((left + right) / 2, 81, `port ${port}: ${name}`, { anchor: 'middle', look: 'strong' }),
    text(left, top - 8, 'scanner', { anchor: 'middle', look: 'soft' }),
    text(right, top - 8, 'server', { anchor: 'middle', look: 'soft' }),
    lifeline(left, height),
    lifeline(right, height),
    ...packets.flatMap(({ frame, source, timeUs }, step) => {
      const y = top + step * stepHeight + 20
      const ends = [left + 3, right - 3] as const
      const [from, to] = source === scanner ? ends : ([ends[1], ends[0]] as const)
      const label = `${flagNames(frame)}, ${timeText(timeUs - startUs)}`
      return [
        arrow([from, y], [to, y + 16]),
        text((left + right) / 2, y - 3, label, { anchor: 'middle' }),
      ]
    }),
    text((left + right) / 2, height - 12, sentence, { anchor: 'middle', look: 'soft' }),
  ]
}

function lifeline(x: number, height: number): string {
  return path(
    [
      [x, top],
      [x, height - 34],
    ],
    'stroke',
  )
}

function timeText(us: number): string {
  if (us === 0) return '0 s'
  return us < 1e5 ? `${(us / 1000).toFixed(2)} ms` : `${(us / 1e6).toFixed(2)} s`
}
