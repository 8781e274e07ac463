import type { AlertStatus } from 'step-3-persistence'
import { Icon } from '../ui/icon.tsx'
import { statusLooks } from './alert-status.ts'

export function StatusLabel({ status }: { status: AlertStatus }) {
  const { label, icon, color } = statusLooks[status]
  return (
    <span className={`inline-flex items-center gap-1.5 text-sm font-medium ${color}`}>
      <Icon name={icon} className="size-3.5" />
      {label}
    </span>
  )
}
