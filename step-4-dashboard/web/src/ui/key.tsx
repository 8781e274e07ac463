import type { ReactNode } from 'react'

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-5 rounded border border-current px-1 text-center font-mono text-2xs">
      {children}
    </kbd>
  )
}
