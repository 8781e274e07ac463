import type { ReactNode } from 'react'

/** What a picture shows, as a table that opens below it. */
export function AsTable({ children }: { children: ReactNode }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="inline-flex min-h-6 w-fit cursor-pointer items-center rounded text-xs text-ink-soft hover:text-ink">
        As a table
      </summary>
      {children}
    </details>
  )
}
