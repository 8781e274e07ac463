import type { Alert } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'

/** Source and target of an alert, where the target is one host, a port or a domain. */
export function HostPair({ alert }: { alert: Alert }) {
  const { source, target, target_group } = alert
  const whom = target ?? target_group
  return (
    <>
      <bdi className="font-mono">{visibleText(source)}</bdi>
      {whom !== '' && (
        <>
          {' → '}
          <bdi className="font-mono">{visibleText(whom)}</bdi>
        </>
      )}
    </>
  )
}
