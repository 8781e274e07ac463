import type { Severity } from 'step-3-persistence'

export interface SeverityLook {
  readonly label: string
  readonly text: string
  readonly soft: string
  readonly border: string
}

/** Severity is always icon, word and colour together; these are the word and the colour. */
export const severityLooks: Readonly<Record<Severity, SeverityLook>> = {
  critical: {
    label: 'Critical',
    text: 'text-critical',
    soft: 'bg-critical-soft',
    border: 'border-critical',
  },
  high: { label: 'High', text: 'text-high', soft: 'bg-high-soft', border: 'border-high' },
  medium: { label: 'Medium', text: 'text-medium', soft: 'bg-medium-soft', border: 'border-medium' },
  low: { label: 'Low', text: 'text-low', soft: 'bg-low-soft', border: 'border-low' },
  info: { label: 'Info', text: 'text-info', soft: 'bg-info-soft', border: 'border-info' },
}

/** The worst first. */
export const severitiesWorstFirst = ['critical', 'high', 'medium', 'low', 'info'] as const
