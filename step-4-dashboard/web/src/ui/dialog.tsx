import { type ReactNode, type Ref, useId } from 'react'
import { Icon } from './icon.tsx'

export interface DialogProps {
  readonly ref: Ref<HTMLDialogElement>
  readonly title: string
  readonly className?: string
  /** Called when it was closed, in whatever way. */
  readonly onClose?: () => void
  readonly children: ReactNode
}

/**
 * The browser's own modal dialog: it keeps the focus, closes on Escape and gives the focus back,
 * and unlike scripted ones it inserts no style element, which the security policy would refuse.
 */
export function Dialog({ ref, title, className = '', onClose, children }: DialogProps) {
  const id = useId()
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      className={`m-auto max-h-[85dvh] max-w-[calc(100vw-2rem)] rounded-card border border-line bg-raised p-5 text-ink shadow-card ${className}`}
    >
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <form method="dialog">
          <button
            type="submit"
            aria-label="Close"
            className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
          >
            <Icon name="cross" />
          </button>
        </form>
      </div>
      {children}
    </dialog>
  )
}
