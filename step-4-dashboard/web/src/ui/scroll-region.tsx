import type { ReactNode } from 'react'

export interface ScrollRegionProps {
  readonly label: string
  readonly className: string
  readonly children: ReactNode
}

/** A part that scrolls by itself; who has no mouse must be able to go there and scroll it. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus (WCAG 2.1.1).
    <section tabIndex={0} aria-label={label} className={className}>
      {children}
    </section>
  )
}
