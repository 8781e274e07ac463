import { Link, useLocation } from 'wouter'
import { Icon, type IconName } from '../ui/icon.tsx'
import { OpenAlertCount } from './open-alert-count.tsx'
import { ShortcutsButton } from './shortcuts-button.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** A column beside the page where there is room, a bar below it on a phone. */
export function Navigation() {
  return (
    <header className="fixed inset-x-0 bottom-0 z-20 flex items-center border-t border-line bg-surface lg:sticky lg:inset-x-auto lg:top-0 lg:bottom-auto lg:h-dvh lg:flex-col lg:items-stretch lg:border-t-0 lg:border-r">
      <Link
        href="/"
        className="hidden items-center gap-2.5 px-4 pt-5 pb-4 text-base font-semibold tracking-tight lg:flex"
      >
        <img src="/icon.svg" alt="" className="size-7" />
        Net Anomaly
      </Link>
      <nav aria-label="Pages" className="flex grow lg:grow-0 lg:flex-col lg:gap-0.5 lg:px-2">
        <PageLink href="/" icon="activity" label="Live" />
        <PageLink href="/alerts" icon="bell" label="Alerts" />
        <PageLink href="/learn" icon="learn" label="Learn" />
      </nav>
      <div className="flex items-center gap-1 px-2 lg:mt-auto lg:justify-between lg:px-4 lg:py-4">
        <ThemeSwitch />
        <ShortcutsButton />
      </div>
    </header>
  )
}

function PageLink({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  const [location] = useLocation()
  const isHere = href === '/' ? location === '/' : location.startsWith(href)
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={`flex min-h-14 grow flex-col items-center justify-center gap-0.5 rounded-md px-1 text-xs font-medium sm:flex-row sm:gap-2.5 sm:px-3 sm:text-sm lg:min-h-9 lg:grow-0 lg:justify-start ${
        isHere ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-sunken hover:text-ink'
      }`}
    >
      <Icon name={icon} className="size-4.5" />
      {label}
      {href === '/alerts' && <OpenAlertCount />}
    </Link>
  )
}
