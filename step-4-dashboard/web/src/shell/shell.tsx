import type { ReactNode } from 'react'
import { RunBar } from '../run/run-bar.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { GlobalKeys } from './global-keys.tsx'
import { Navigation } from './navigation.tsx'
import { ProblemsNotice } from './problems-notice.tsx'
import { RefusedAddressNotice } from './refused-address-notice.tsx'
import { UndoNote } from './undo-note.tsx'

/** The frame of every page: navigation, the state of the run, and what went wrong. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Navigation />
      <div className="flex min-w-0 flex-col pb-16 lg:pb-0">
        <RunBar />
        <RefusedAddressNotice />
        <ConnectionNotice />
        <ProblemsNotice />
        <main id="main" tabIndex={-1} className="min-w-0 grow p-3 outline-none sm:p-4 lg:p-5">
          {children}
        </main>
      </div>
      <UndoNote />
      <GlobalKeys />
    </div>
  )
}
