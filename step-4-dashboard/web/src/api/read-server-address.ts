/**
 * Pages that are served elsewhere name the server as `?apiBase=` and `?socketUrl=`, or in
 * localStorage. The sender of such a link could have the page talk to a server of their own, so
 * only the page's own origin is believed, and anything else is refused and shown.
 */
export interface ServerAddress {
  readonly apiBase: string
  readonly socketUrl: string
  /** What was asked for and refused. */
  readonly refused: readonly string[]
}

export interface AskedAddress {
  /** The page's own origin. */
  readonly origin: string
  /** Its query: `?apiBase=…`. */
  readonly search: string
  readonly stored: (name: string) => string | null
}

export function readServerAddress({ origin, search, stored }: AskedAddress): ServerAddress {
  const query = new URLSearchParams(search)
  const refused: string[] = []
  const read = (name: string): string => {
    const asked = query.get(name) ?? stored(name)
    if (asked === null || asked === '') return ''
    if (originOf(asked) === origin) return origin
    refused.push(asked)
    return ''
  }
  return { apiBase: read('apiBase'), socketUrl: read('socketUrl'), refused }
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin
  } catch {
    return undefined
  }
}
