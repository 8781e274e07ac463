import type { Alert } from 'step-3-persistence'
import { Value } from '../value/value.tsx'

/** Source and target of an alert, where the target is one host, a port or a domain. */
export function HostPair({ alert }: { alert: Alert }) {
  const { source, target, target_group } = alert
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1">
      <Value field="host" value={source} />
      {target !== null && (
        <>
          {' → '}
          <Value field="host" value={target} />
        </>
      )}
      {target === null && target_group !== '' && (
        <>
          {' → '}
          <Value field="name" value={target_group} className="font-mono" />
        </>
      )}
    </span>
  )
}
