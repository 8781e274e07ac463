import type { Alert } from 'step-3-persistence'
import { useSamples } from '../api/capture-queries.ts'
import { visibleText } from '../format/visible-text.ts'
import { Value } from '../value/value.tsx'
import { OriginBadge } from './origin-badge.tsx'

/** Whose traffic an alert is from: a sample and a simulation are marked wherever they stand. */
export function OriginOfAlert({ capture }: Pick<Alert, 'capture'>) {
  const { data: samples } = useSamples()
  const { source, name } = capture
  const isSample =
    source === 'pcap' &&
    (samples?.some(({ sample }) => `${sample.split('/').at(-1)}.pcap.gz` === name) ?? false)
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5">
      {source === 'simulate' && <OriginBadge origin="SIMULATED" />}
      {source === 'live' && <OriginBadge origin="LIVE" />}
      {isSample && <OriginBadge origin="SAMPLE" />}
      <Value field="capture" value={name} className="truncate">
        {visibleText(name)}
      </Value>
    </span>
  )
}
