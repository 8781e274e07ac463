import { type ReactNode, useId } from 'react'

export interface CardProps {
  readonly title: string
  /** Buttons or a figure at the right end of the heading. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A titled part of a page, and a landmark of it. */
export function Card({ title, aside, className = '', children }: CardProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={`flex min-w-0 flex-col rounded-card border border-line bg-surface shadow-card ${className}`}
    >
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 pt-2.5 pb-1">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      <div className="flex min-w-0 grow flex-col px-4 pb-4">{children}</div>
    </section>
  )
}
