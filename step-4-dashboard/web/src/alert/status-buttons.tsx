import type { AlertStatus } from 'step-3-persistence'
import { Button } from '../ui/button.tsx'
import { Key } from '../ui/key.tsx'
import { statusLooks } from './alert-status.ts'

export interface StatusButtonsProps {
  readonly status: AlertStatus
  readonly onDecide: (status: AlertStatus) => void
}

const keys: Readonly<Partial<Record<AlertStatus, string>>> = { resolved: 'e', escalated: 's' }

/** Every decision but the one that stands. */
export function StatusButtons({ status, onDecide }: StatusButtonsProps) {
  const others = (
    ['acknowledged', 'escalated', 'resolved', 'false_positive', 'new'] as const
  ).filter((one) => one !== status)
  return (
    <>
      {others.map((one) => (
        <Button
          key={one}
          icon={statusLooks[one].icon}
          look={one === 'resolved' ? 'primary' : 'plain'}
          onClick={() => onDecide(one)}
        >
          {statusLooks[one].act}
          {keys[one] && <Key>{keys[one]}</Key>}
        </Button>
      ))}
    </>
  )
}
