import { visibleText } from '../format/visible-text.ts'
import type { LiveStatus } from '../live/live-event.ts'

/** Where the packets on the screen come from; never shown without saying so. */
export type Origin = 'LIVE' | 'FILE' | 'SAMPLE' | 'SIMULATED'

export interface RunDescription {
  readonly origin: Origin | null
  /** `Replaying`, `Finished`, …; what the server does now. */
  readonly doing: string
  /** The interface, file or scenario. */
  readonly name: string
}

/** @param sampleNames The captures that come with the project, as `/api/samples` names them. */
export function describeRun(
  status: LiveStatus | null,
  sampleNames: ReadonlySet<string>,
): RunDescription {
  if (!status) return { origin: null, doing: 'Connecting …', name: '' }
  const { state, source } = status
  if (!source) return { origin: null, doing: 'Nothing captured yet', name: '' }
  const origin = originOf(source, sampleNames)
  return { origin, doing: words[state][source.kind], name: visibleText(source.name) }
}

export function isActive(status: LiveStatus | null): boolean {
  return status?.monitoring_active ?? false
}

function originOf(
  { kind, name }: NonNullable<LiveStatus['source']>,
  sampleNames: ReadonlySet<string>,
): Origin {
  if (kind === 'live') return 'LIVE'
  if (kind === 'simulate') return 'SIMULATED'
  return sampleNames.has(name.replace(/\..*$/, '')) ? 'SAMPLE' : 'FILE'
}

const words: Readonly<
  Record<LiveStatus['state'], Readonly<Record<'live' | 'pcap' | 'folder' | 'simulate', string>>>
> = {
  idle: { live: 'Idle', pcap: 'Idle', folder: 'Idle', simulate: 'Idle' },
  starting: { live: 'Opening', pcap: 'Opening', folder: 'Opening', simulate: 'Preparing' },
  running: { live: 'Capturing on', pcap: 'Replaying', folder: 'Watching', simulate: 'Simulating' },
  restarting: {
    live: 'Lost, starting again:',
    pcap: 'Failed',
    folder: 'Lost, starting again:',
    simulate: 'Failed',
  },
  stopping: { live: 'Stopping', pcap: 'Stopping', folder: 'Stopping', simulate: 'Stopping' },
  done: { live: 'Stopped', pcap: 'Finished', folder: 'Stopped', simulate: 'Finished' },
  interrupted: { live: 'Cut short', pcap: 'Cut short', folder: 'Cut short', simulate: 'Cut short' },
  failed: { live: 'Failed', pcap: 'Failed', folder: 'Failed', simulate: 'Failed' },
}
