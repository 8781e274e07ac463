/**
 * Pages that are served elsewhere name the server as `?apiBase=` and `?socketUrl=`, or in
 * localStorage. The sender of such a link could have the page talk to a server of their own, so
 * only the page's own origin is believed, and those that stand in `servers.json` beside
 * `index.html`; anything else is refused and shown.
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
  /** Reads `servers.json`; asked only where another server is named. */
  readonly readList: () => Promise<unknown>
}

export async function readServerAddress(asked: AskedAddress): Promise<ServerAddress> {
  const { origin, search, stored, readList } = asked
  const query = new URLSearchParams(search)
  const read = (name: string) => query.get(name) || stored(name) || ''
  const named = { apiBase: read('apiBase'), socketUrl: read('socketUrl') || read('apiBase') }
  const others = [...new Set(Object.values(named))].filter(
    (address) => address !== '' && originOf(address) !== origin,
  )
  const listed = others.length === 0 ? [] : serversIn(await readList().catch(() => undefined))
  const refused = others.filter((address) => !listed.includes(originOf(address) ?? ''))
  const believed = (address: string) => (refused.includes(address) ? '' : (originOf(address) ?? ''))
  return { apiBase: believed(named.apiBase), socketUrl: believed(named.socketUrl), refused }
}

/** The origins of `{ "servers": ["https://sensor.example:8000"] }`; none of what looks otherwise. */
function serversIn(list: unknown): readonly string[] {
  const { servers } = Object(list) as { servers?: unknown }
  if (!Array.isArray(servers)) return []
  return servers.filter((one): one is string => typeof one === 'string' && originOf(one) === one)
}

/** Of an address of the web; undefined of any other, whose origin would be the text "null". */
function originOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined
}
