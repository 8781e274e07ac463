import type { Severity } from 'step-3-persistence'

/** A shape of its own for each severity, so that none depends on colour alone. */
const shapes: Readonly<Record<Severity, string>> = {
  critical: 'M6 1h8l5 5v8l-5 5H6l-5-5V6Z',
  high: 'M10 1.500 19 18H1Z',
  medium: 'M10 1l9 9-9 9-9-9Z',
  low: 'M10 18.500 1 2h18Z',
  info: 'M10 1.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17Z',
}

const marks: Readonly<Record<Severity, string>> = {
  critical: 'M10 5v6M10 14.500v.2',
  high: 'M10 7v5M10 15v.2',
  medium: 'M10 5.500v5M10 13.800v.2',
  low: 'M10 5v4.500M10 12.800v.2',
  info: 'M10 9.500v5M10 5.800v.2',
}

export function SeverityIcon({ severity, className }: { severity: Severity; className: string }) {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${className}`} aria-hidden="true">
      <path d={shapes[severity]} fill="currentColor" />
      <path
        d={marks[severity]}
        fill="none"
        stroke="var(--surface)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}
