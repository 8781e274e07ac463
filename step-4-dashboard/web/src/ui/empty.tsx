import type { ReactNode } from 'react'

/** What stands where data would be: why there is none, and what leads to some. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-24 flex-col items-center justify-center gap-1 px-4 py-6 text-center">
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-sm text-ink-soft">{children}</div>}
    </div>
  )
}
