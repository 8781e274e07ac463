import type { ReactNode } from 'react'

export interface PageHeadingProps {
  readonly title: ReactNode
  /** One line on what is shown, with numbers. */
  readonly about?: ReactNode
  /** Buttons at the right end. */
  readonly children?: ReactNode
}

/** The name of a page, what it shows now, and what can be done with all of it. */
export function PageHeading({ title, about, children }: PageHeadingProps) {
  return (
    <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <h1 className="min-w-0 text-lg font-semibold tracking-tight">{title}</h1>
        {about && <p className="text-sm text-ink-soft">{about}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  )
}
