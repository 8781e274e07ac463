import { useCallback } from 'react'
import { type BrowserLocationHook, useBrowserLocation } from 'wouter/use-browser-location'
import { withCarried } from './carried-search.ts'

/** The address of the page; who goes to another page takes time range and time zone along. */
export const useCarriedLocation: BrowserLocationHook = (options) => {
  const [path, navigate] = useBrowserLocation(options)
  const go = useCallback<typeof navigate>(
    (to, how) => navigate(to instanceof URL ? to : withCarried(to, location), how),
    [navigate],
  )
  return [path, go]
}

export function carriedHref(href: string): string {
  return withCarried(href, location)
}
