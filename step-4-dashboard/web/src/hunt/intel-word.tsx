import { formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import type { IntelCheck } from './intel-queries.ts'

/** What the feeds say of a value: the threat, who says so, and how sure that is. */
export function IntelWord({ check }: { check: IntelCheck | undefined }) {
  if (!check) return '–'
  const { found, threat_type, source, confidence, description, ioc_type } = check
  if (!found) return ioc_type === 'unknown' ? 'no indicator' : 'not listed'
  return (
    <span title={description ? visibleText(description) : undefined}>
      <strong className="text-high">{visibleText(threat_type ?? 'listed')}</strong>,{' '}
      {visibleText(source || 'a feed')}, {formatShare(confidence)} sure
    </span>
  )
}
