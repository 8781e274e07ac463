import type { AlertStatus } from 'step-3-persistence'
import type { IconName } from '../ui/icon.tsx'

export interface StatusLook {
  readonly label: string
  /** What the button that leads there says. */
  readonly act: string
  /** What was done, for the undo note. */
  readonly done: string
  readonly icon: IconName
  readonly color: string
}

export const statusLooks: Readonly<Record<AlertStatus, StatusLook>> = {
  new: { label: 'New', act: 'Reopen', done: 'Reopened', icon: 'bell', color: 'text-accent' },
  acknowledged: {
    label: 'Acknowledged',
    act: 'Acknowledge',
    done: 'Acknowledged',
    icon: 'note',
    color: 'text-ink',
  },
  escalated: {
    label: 'Escalated',
    act: 'Escalate',
    done: 'Escalated',
    icon: 'flag',
    color: 'text-high',
  },
  resolved: {
    label: 'Resolved',
    act: 'Resolve',
    done: 'Resolved',
    icon: 'check',
    color: 'text-good',
  },
  false_positive: {
    label: 'False positive',
    act: 'False positive',
    done: 'Marked as false positive',
    icon: 'cross',
    color: 'text-ink-soft',
  },
}

export const statuses = ['new', 'acknowledged', 'escalated', 'resolved', 'false_positive'] as const

/** Whether a person is done with it: it stands back in a list. */
export function isDecided(status: AlertStatus): boolean {
  return status === 'resolved' || status === 'false_positive'
}
