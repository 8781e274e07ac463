import type { Severity } from 'step-3-persistence'

export interface SeverityLook {
  readonly label: string
  readonly text: string
  readonly soft: string
  /** The left edge of a card. */
  readonly edge: string
}

/** Severity is always icon, word and colour together; these are the word and the colour. */
export const severityLooks: Readonly<Record<Severity, SeverityLook>> = {
  critical: {
    label: 'Critical',
    text: 'text-critical',
    soft: 'bg-critical-soft',
    edge: 'border-l-critical',
  },
  high: { label: 'High', text: 'text-high', soft: 'bg-high-soft', edge: 'border-l-high' },
  medium: { label: 'Medium', text: 'text-medium', soft: 'bg-medium-soft', edge: 'border-l-medium' },
  low: { label: 'Low', text: 'text-low', soft: 'bg-low-soft', edge: 'border-l-low' },
  info: { label: 'Info', text: 'text-info', soft: 'bg-info-soft', edge: 'border-l-info' },
}

/** The worst first. */
export const severitiesWorstFirst = ['critical', 'high', 'medium', 'low', 'info'] as const
