import type { SourceFile } from '../structure/sources.ts'

interface Station {
  readonly id: string
  readonly label: string
  /** The file that does it. */
  readonly file: string
}

/** Where bytes go on their way to a person. A file that is gone, or a way that is not there, fails. */
const stations: readonly Station[] = [
  {
    id: 'sources',
    label: 'interface, file, simulation',
    file: 'step-2-capture/src/capture/packet-source.ts',
  },
  {
    id: 'reader',
    label: 'reader: pcap, pcapng, gzip',
    file: 'step-2-capture/src/pcap/capture-reader.ts',
  },
  {
    id: 'decoder',
    label: 'decoder: packet to frame',
    file: 'step-2-capture/src/decode/decode-frame.ts',
  },
  {
    id: 'reassembly',
    label: 'fragments put together',
    file: 'step-2-capture/src/reassembly/defragmenter.ts',
  },
  { id: 'flows', label: 'flow table', file: 'step-2-capture/src/flow/flow-table.ts' },
  {
    id: 'windows',
    label: 'host windows: features',
    file: 'step-2-capture/src/features/host-windows.ts',
  },
  {
    id: 'detectors',
    label: 'detectors: behaviours, signatures, models',
    file: 'step-2-capture/src/detect/seam/observer.ts',
  },
  { id: 'engine', label: 'engine: one loop', file: 'step-2-capture/src/engine.ts' },
  {
    id: 'run',
    label: 'run: a thread, ten ticks a second',
    file: 'step-2-capture/src/run/engine-run.ts',
  },
  { id: 'monitor', label: 'monitor: what the API asks', file: 'step-2-capture/src/run/monitor.ts' },
  {
    id: 'alerts',
    label: 'alerts: grouped, kept',
    file: 'step-3-persistence/src/alert/alert-store.ts',
  },
  {
    id: 'notify',
    label: 'messages: mail, Slack, webhook',
    file: 'step-3-persistence/src/notify/notifications.ts',
  },
  {
    id: 'hub',
    label: 'live hub: sockets and streams',
    file: 'step-4-dashboard/src/live/live-hub.ts',
  },
  { id: 'pages', label: 'pages', file: 'step-4-dashboard/web/src/main.tsx' },
]

/** What goes from where to where. */
const ways: readonly (readonly [from: string, to: string, what: string])[] = [
  ['sources', 'run', 'bytes'],
  ['run', 'engine', 'chunks'],
  ['engine', 'reader', 'packets'],
  ['engine', 'decoder', 'frames'],
  ['engine', 'reassembly', 'datagrams'],
  ['engine', 'flows', 'flows'],
  ['engine', 'windows', 'numbers'],
  ['engine', 'detectors', 'hooks'],
  ['run', 'monitor', 'ticks, detections'],
  ['monitor', 'alerts', 'detections'],
  ['alerts', 'notify', 'alerts'],
  ['monitor', 'hub', 'statistics'],
  ['alerts', 'hub', 'alerts'],
  ['hub', 'pages', 'events'],
]

/**
 * The way of a packet to a person, as a Mermaid diagram.
 * @throws Error when a file of it is gone.
 */
export function packetToScreen(sources: readonly SourceFile[]): string {
  const known = new Set(sources.map(({ path }) => path))
  const gone = stations.filter(({ file }) => !known.has(file))
  if (gone.length > 0) {
    throw new Error(
      `scripts/docs/system-diagram.ts names files that are gone: ${gone.map(({ file }) => file).join(', ')}`,
    )
  }
  const nodes = stations.map(({ id, label }) => `  ${id}["${label}"]`)
  const arrows = ways.map(([from, to, what]) => `  ${from} -->|${what}| ${to}`)
  const rows = stations.map(({ label, file }) => `| ${label} | [\`${file}\`](../${file}) |`)
  return [
    '```mermaid',
    'flowchart LR',
    ...nodes,
    ...arrows,
    '```',
    '',
    '| station | file |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
