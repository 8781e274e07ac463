import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { Icon } from '../ui/icon.tsx'
import { completeSearch } from './complete-search.ts'

/** A pause of that length ends a word. */
const typingMs = 300

export interface SearchFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Kinds of detection that are completed. */
  readonly kinds: readonly string[]
}

/** The search language with its completion; the list follows when the writing pauses. */
export function SearchField({ value, onChange, kinds }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const latest = useRef(onChange)
  latest.current = onChange
  useShortcuts({ '/': () => input.current?.focus() })
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), typingMs)
    return () => clearTimeout(timer)
  }, [text, value])

  /** Enter and Escape lead back to the list; the browser's own Escape would empty the field. */
  function leaveOnKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    if (text !== value) onChange(text)
    input.current?.blur()
  }

  return (
    <div className="flex min-w-60 grow basis-72 flex-col gap-1 max-sm:w-full">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        Search
      </label>
      <div className="relative">
        <Icon name="search" className="absolute top-2 left-2.5 size-4 text-ink-soft" />
        <input
          ref={input}
          id={id}
          type="search"
          value={text}
          placeholder="severity:high host:10.0.0.0/8 -kind:beaconing seen&lt;2h"
          list={`${id}-completions`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={leaveOnKey}
          className="min-h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm placeholder:text-ink-soft"
        />
        <datalist id={`${id}-completions`}>
          {completeSearch(text, kinds).map((completion) => (
            <option key={completion} value={completion} />
          ))}
        </datalist>
      </div>
    </div>
  )
}
