import { counted, formatCount, formatShare } from '../format/quantity.ts'
import { Notice } from '../ui/notice.tsx'
import { type Drift, useDrift } from './version-queries.ts'

/** Whether the model still knows the traffic, and what went beyond its training. */
export function DriftLine() {
  const { data: drift } = useDrift()
  if (!drift || drift.windows === 0) return null
  if (drift.verdict !== 'drifted') {
    return (
      <p className="mt-3 text-sm text-ink-soft">
        {drift.verdict === 'steady'
          ? `It knows this traffic: ${wordsOfDrift(drift)}.`
          : `Whether it knows this traffic is said after ${formatCount(drift.windows_needed)} windows: ${formatCount(drift.windows)} so far.`}
      </p>
    )
  }
  return (
    <div className="mt-3">
      <Notice look="attention" title={`It does not know this traffic: ${wordsOfDrift(drift)}`}>
        <p>
          More hosts are unusual than an attack explains. Train a version on the windows of the run.
        </p>
        {drift.moved.length > 0 && (
          <ul className="mt-1 list-disc pl-5">
            {drift.moved.map(({ feature, unit, share_above, highest_in_training }) => (
              <li key={feature}>
                {feature}: {formatShare(share_above)} of the windows are above{' '}
                {formatCount(highest_in_training)} {unit}, the highest in training
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  )
}

function wordsOfDrift({ unusual_hosts, hosts, unusual, windows }: Drift): string {
  const of = `${formatCount(unusual_hosts)} of ${counted(hosts, 'host is', 'hosts are')} unusual`
  return `${of}, in ${formatCount(unusual)} of the newest ${counted(windows, 'window')}`
}
