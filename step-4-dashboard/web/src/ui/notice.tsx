import type { ReactNode } from 'react'

const looks = {
  attention: 'border-medium bg-medium-soft',
  neutral: 'border-line bg-surface',
} as const

export interface NoticeProps {
  readonly look?: keyof typeof looks
  readonly title: string
  readonly children?: ReactNode
}

/** A state of things that a user should know of, and what can be done about it. */
export function Notice({ look = 'neutral', title, children }: NoticeProps) {
  return (
    <div className={`rounded-card border px-4 py-3 text-sm ${looks[look]}`}>
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-0.5 text-ink-soft">{children}</div>}
    </div>
  )
}
