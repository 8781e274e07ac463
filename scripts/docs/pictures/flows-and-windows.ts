import { FlowTable, HostTable, Layer } from 'step-2-capture/pictures'
import type { GeneratedDocument } from '../document.ts'
import { type Decoded, decodedPackets, packetOf } from './decoded.ts'
import { box, path, svgOf, text } from './svg.ts'

const seconds = 30
const windowSeconds = 10
/** More rows than this do not fit on a slide beside the windows. */
const flowCountShownMax = 16
const plot = { x: 190, y: 78, width: 600 }
const rowHeight = 26

interface ShownFlow {
  readonly name: string
  readonly timesUs: number[]
}

/** Packets of one host of the simulated office, the flows they make, and its windows. */
export const flowsAndWindowsPicture: GeneratedDocument = {
  path: 'docs/pictures/flows-and-windows.svg',
  make: () => {
    const options = { scenario: 'office', seed: 1, durationSeconds: seconds }
    const packets = [...decodedPackets(options)].filter(
      ({ frame, source }) => source !== '' && frame.layers & (Layer.tcp | Layer.udp),
    )
    return drawTimeLine(packets)
  },
}

export function drawTimeLine(packets: readonly Decoded[]): string {
  const startUs = Math.floor((packets[0]?.timeUs ?? 0) / 10e6) * 10e6
  const host = hostToShow(packets, startUs)
  const own = packets.filter(({ source, destination }) => source === host || destination === host)
  const flows = flowsOf(own, host)
  const shown = flows.slice(0, flowCountShownMax)
  const drawn = shown.length < flows.length ? `, of which the first ${shown.length} are drawn` : ''
  const windowsY = plot.y + (shown.length + 1) * rowHeight + 26
  const xOf = (timeUs: number): number =>
    plot.x + ((timeUs - startUs) / (seconds * 1e6)) * plot.width
  const windows = windowsOf(own, flows, host, startUs)
  return svgOf({
    title: `Packets, flows and windows of ${host} over ${seconds} s`,
    description: `${own.length} packets make ${flows.length} flows${drawn}. ${windows.map(({ sentence }, index) => `Window ${index + 1}: ${sentence}.`).join(' ')}`,
    width: plot.x + plot.width + 20,
    height: windowsY + 84,
    elements: [
      text(16, 28, `${host}: ${own.length} packets, ${flows.length} flows${drawn}, 3 windows`, {
        look: 'strong',
      }),
      text(16, 48, 'A mark is a packet, a bar is a flow, a box is a window of 10 s.', {
        look: 'soft',
      }),
      text(plot.x - 10, plot.y + 16, 'packets', { anchor: 'end', look: 'strong' }),
      ...own.map(({ timeUs }) => mark(xOf(timeUs), plot.y + 4, 16)),
      ...shown.flatMap(({ name, timesUs }, index) => {
        const y = plot.y + (index + 1) * rowHeight + 4
        const from = xOf(timesUs[0] ?? startUs)
        const to = xOf(timesUs.at(-1) ?? startUs)
        return [
          text(plot.x - 10, y + 13, name, { anchor: 'end' }),
          box({ x: from - 2, y: y + 2, width: to - from + 4, height: 14 }, 'blue'),
          ...timesUs.map((timeUs) => mark(xOf(timeUs), y + 5, 8)),
        ]
      }),
      text(plot.x - 10, windowsY + 26, 'windows', { anchor: 'end', look: 'strong' }),
      ...windows.flatMap(({ lines }, index) => {
        const x = plot.x + (index * plot.width * windowSeconds) / seconds
        const width = (plot.width * windowSeconds) / seconds
        return [
          box({ x: x + 1, y: windowsY, width: width - 2, height: 58 }, 'green'),
          ...lines.map((line, row) => text(x + 10, windowsY + 17 + row * 17, line)),
          text(x, windowsY + 76, `${index * windowSeconds} s`, { look: 'soft' }),
        ]
      }),
      text(plot.x + plot.width, windowsY + 76, `${seconds} s`, { anchor: 'end', look: 'soft' }),
    ],
  })
}

function mark(x: number, y: number, height: number): string {
  return path(
    [
      [x, y],
      [x, y + height],
    ],
    'stroke',
  )
}

/** The host with the most packets, of those with few enough to be told apart in each window. */
function hostToShow(packets: readonly Decoded[], startUs: number): string {
  const bySource = Map.groupBy(packets, ({ source }) => source)
  const candidates = [...bySource].filter(
    ([, sent]) =>
      new Set(sent.map(({ timeUs }) => Math.floor((timeUs - startUs) / (windowSeconds * 1e6))))
        .size === 3 && sent.length <= 120,
  )
  const [host] = candidates.sort(([, a], [, b]) => b.length - a.length)[0] ?? []
  if (!host) throw new Error('no host of the simulated office is seen in all three windows')
  return host
}

/** The flows as the table of step 2 tells them apart, in order of their first packet. */
function flowsOf(packets: readonly Decoded[], host: string): ShownFlow[] {
  const hosts = new HostTable({ seed: 1, hostCountMax: 256, onEvict: () => {} })
  const table = new FlowTable({ hosts, seed: 1, flowCountMax: 1024, onEnd: () => {} })
  const flows = new Map<number, ShownFlow>()
  for (const { bytes, frame, timeUs, source, destination } of packets) {
    const flow = table.update(packetOf(bytes, timeUs), frame)
    const isOwn = source === host
    const [peer, port] = isOwn ? [destination, frame.destinationPort] : [source, frame.sourcePort]
    const shown = flows.get(flow) ?? { name: `${peer}:${port}`, timesUs: [] }
    shown.timesUs.push(timeUs)
    flows.set(flow, shown)
  }
  return [...flows.values()]
}

function windowsOf(
  packets: readonly Decoded[],
  flows: readonly ShownFlow[],
  host: string,
  startUs: number,
) {
  return Array.from({ length: seconds / windowSeconds }, (_, index) => {
    const from = startUs + index * windowSeconds * 1e6
    const isIn = (timeUs: number): boolean => timeUs >= from && timeUs < from + windowSeconds * 1e6
    const sent = packets.filter(({ source, timeUs }) => source === host && isIn(timeUs))
    const bytes = sent.reduce((sum, packet) => sum + packet.bytes.length, 0)
    const opened = flows.filter(({ timesUs }) => isIn(timesUs[0] ?? 0)).length
    const lines = [
      `${sent.length} ${sent.length === 1 ? 'packet' : 'packets'} sent`,
      `${bytes.toLocaleString('en')} bytes sent`,
      `${opened} flows begun`,
    ]
    return { lines, sentence: lines.join(', ') }
  })
}
