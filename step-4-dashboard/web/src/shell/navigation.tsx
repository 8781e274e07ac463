import { useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { TimeZoneSelect } from '../time/time-zone-select.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { OpenAlertCount } from './open-alert-count.tsx'
import { isAt, type PageEntry, pageList } from './page-list.ts'
import { ShortcutsButton } from './shortcuts-button.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** Pages that a bar of 320 px has room for, beside the way to the others. */
const barCount = 4

/** A column beside the page where there is room, a bar below it on a phone. */
export function Navigation() {
  return (
    <header className="fixed inset-x-0 bottom-0 z-20 flex items-center border-t border-line bg-surface lg:sticky lg:inset-x-auto lg:top-0 lg:bottom-auto lg:h-dvh lg:flex-col lg:items-stretch lg:overflow-y-auto lg:border-t-0 lg:border-r">
      <Link
        href="/"
        className="hidden items-center gap-2.5 px-4 pt-5 pb-4 text-base font-semibold tracking-tight lg:flex"
      >
        <img src="/icon.svg" alt="" className="size-7" />
        Net Anomaly
      </Link>
      <nav
        aria-label="Pages"
        className="flex min-w-0 grow lg:grow-0 lg:flex-col lg:gap-0.5 lg:px-2"
      >
        {pageList.map((page, index) => (
          <PageLink
            key={page.href}
            page={page}
            className={`max-lg:flex-col max-lg:gap-0.5 max-lg:text-2xs ${index < barCount ? 'flex' : 'hidden lg:flex'}`}
          />
        ))}
        <MorePages />
      </nav>
      <div className="hidden gap-1 lg:mt-auto lg:block lg:px-4 lg:pt-4">
        <TimeZoneSelect />
      </div>
      <div className="hidden items-center gap-1 lg:flex lg:justify-between lg:px-4 lg:py-4">
        <ThemeSwitch />
        <ShortcutsButton />
      </div>
    </header>
  )
}

function PageLink(props: { page: PageEntry; className: string; onFollow?: () => void }) {
  const { href, icon, label } = props.page
  const [location] = useLocation()
  const isHere = isAt(location, href)
  return (
    <Link
      href={href}
      onClick={props.onFollow}
      aria-current={isHere ? 'page' : undefined}
      className={`${props.className} relative min-h-14 min-w-0 grow basis-0 items-center justify-center gap-2.5 rounded-md px-2 font-medium lg:min-h-9 lg:grow-0 lg:basis-auto lg:justify-start lg:px-3 ${
        isHere ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-sunken hover:text-ink'
      }`}
    >
      <Icon name={icon} className="size-4.5" />
      {label}
      {href === '/alerts' && <OpenAlertCount />}
    </Link>
  )
}

/** On a phone: the other pages, the theme, and help. */
function MorePages() {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <div className="grow basis-0 lg:hidden">
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        className="flex min-h-14 w-full flex-col items-center justify-center gap-0.5 rounded-md text-2xs font-medium text-ink-soft"
      >
        <Icon name="more" className="size-4.5" />
        More
      </button>
      <Dialog ref={dialog} title="More" className="w-80">
        <div className="grid gap-1">
          {pageList.slice(barCount).map((page) => (
            <PageLink
              key={page.href}
              page={page}
              className="flex justify-start!"
              onFollow={() => dialog.current?.close()}
            />
          ))}
        </div>
        <div className="mt-3 border-t border-line pt-3">
          <TimeZoneSelect />
        </div>
        <div className="mt-3 flex items-center justify-between">
          <ThemeSwitch />
          <ShortcutsButton />
        </div>
      </Dialog>
    </div>
  )
}
