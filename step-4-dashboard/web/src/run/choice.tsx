import type { ReactNode } from 'react'
import { problemOf } from '../api/api-error.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

export interface ChoiceFrameProps {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  /** What went wrong when it was tried. */
  readonly error: unknown
  readonly children: ReactNode
}

/** One way to begin: what it does, its button, and why it cannot be had. */
export function Choice({ icon, title, text, error, children }: ChoiceFrameProps) {
  return (
    <section className="flex min-w-0 flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex items-start gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent">
          <Icon name={icon} className="size-5" />
        </span>
        <div className="min-w-0">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-sm text-ink-soft">{text}</p>
        </div>
      </div>
      {children}
      {error !== null && <ProblemNote title="Not started" problem={problemOf(error)} />}
    </section>
  )
}
