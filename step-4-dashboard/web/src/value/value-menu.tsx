import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useLocation } from 'wouter'
import { visibleText } from '../format/visible-text.ts'
import { type NamedValue, valueActions } from './value-actions.ts'

interface Asked extends NamedValue {
  readonly anchor: HTMLElement
}

const MenuContext = createContext<(asked: Asked) => void>(() => {})

/** Opens the menu of a value beside the element that shows it. */
export function useValueMenu(): (asked: Asked) => void {
  return use(MenuContext)
}

/**
 * The one menu of all values. It is an element of the browser's top layer, so no card cuts it off,
 * and as there is one of it, a list of thousands of values costs no more than their buttons.
 */
export function ValueMenuProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [, navigate] = useLocation()
  const menu = useRef<HTMLDivElement>(null)
  const open = useCallback((next: Asked) => setAsked({ ...next }), [])

  useEffect(() => {
    if (!asked || !menu.current) return
    menu.current.showPopover()
    placeBeside(menu.current, asked.anchor)
    itemsOf(menu.current)[0]?.focus()
  }, [asked])

  function close(): void {
    menu.current?.hidePopover()
    asked?.anchor.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const items = menu.current ? itemsOf(menu.current) : []
    const index = items.indexOf(event.target as HTMLElement)
    const next: Readonly<Record<string, number>> = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }
    const place = next[event.key]
    if (place !== undefined) items[place]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    event.preventDefault()
  }

  return (
    <MenuContext value={open}>
      {children}
      <div
        ref={menu}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={asked ? `${asked.field} ${visibleText(asked.value)}` : 'Value'}
        onKeyDown={onKeyDown}
        className="fixed m-0 w-64 max-w-[calc(100vw-1rem)] rounded-card border border-line-strong bg-raised p-1 text-sm text-ink shadow-card"
      >
        {asked && (
          <>
            <p className="truncate px-3 py-1.5 text-xs text-ink-soft" role="presentation">
              {asked.field} <bdi className="font-mono text-ink">{visibleText(asked.value)}</bdi>
            </p>
            {valueActions(asked, location).map(({ label, href }) => (
              <MenuItem
                key={label}
                onChoose={() => {
                  close()
                  navigate(href)
                }}
              >
                {label}
              </MenuItem>
            ))}
            <MenuItem
              onChoose={() => {
                void navigator.clipboard?.writeText(asked.value)
                close()
              }}
            >
              Copy
            </MenuItem>
          </>
        )}
      </div>
    </MenuContext>
  )
}

function MenuItem({ onChoose, children }: { onChoose: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={onChoose}
      className="flex min-h-8 w-full items-center rounded-md px-3 text-left hover:bg-sunken focus:bg-accent-soft focus:text-accent focus:outline-none"
    >
      {children}
    </button>
  )
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
}

/** Pixels between the value and its menu, and between the menu and the edge of the window. */
const gap = 4

function placeBeside(menu: HTMLElement, anchor: HTMLElement): void {
  const { left, top, bottom } = anchor.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const below = bottom + gap
  const y = below + height > innerHeight ? Math.max(gap, top - gap - height) : below
  menu.style.left = `${Math.max(gap, Math.min(left, innerWidth - width - gap))}px`
  menu.style.top = `${y}px`
}
