import { refused } from '../api/server-address.ts'
import { visibleText } from '../format/visible-text.ts'

/** A link or an old setting names another server; it was not asked. */
export function RefusedAddressNotice() {
  if (refused.length === 0) return null
  return (
    <div role="alert" className="border-b border-high bg-high-soft px-4 py-2 text-sm lg:px-5">
      <strong className="font-semibold">Another server was named and not asked</strong>:{' '}
      <bdi className="font-mono text-xs">{refused.map(visibleText).join(', ')}</bdi>. This page only
      talks to the server that it came from, and to those in servers.json beside it. Take apiBase
      and socketUrl out of the address.
    </div>
  )
}
