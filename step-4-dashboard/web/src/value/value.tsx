import type { ReactNode } from 'react'
import { visibleText } from '../format/visible-text.ts'
import type { ValueField } from './value-actions.ts'
import { useValueMenu } from './value-menu.tsx'

export interface ValueProps {
  readonly field: ValueField
  readonly value: string
  /** What is shown where that is not the value itself. */
  readonly children?: ReactNode
  readonly className?: string
}

/** A value that leads somewhere: a click or Enter opens its menu. */
export function Value({ field, value, children, className = '' }: ValueProps) {
  const open = useValueMenu()
  return (
    <button
      type="button"
      aria-haspopup="menu"
      onClick={(event) => {
        event.stopPropagation()
        open({ field, value, anchor: event.currentTarget })
      }}
      className={`min-h-6 max-w-full rounded text-left decoration-dotted underline-offset-3 hover:text-accent hover:underline ${children === undefined ? 'font-mono' : ''} ${className}`}
    >
      <bdi>{children ?? visibleText(value)}</bdi>
    </button>
  )
}
