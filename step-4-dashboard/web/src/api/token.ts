/**
 * The token where pages are served elsewhere: it is kept for the tab alone, one for each server, and
 * travels in a header. Pages of the server itself have a cookie instead, which no script can read.
 */
const keyOf = (server: string) => `token of ${server}`

export function keepToken(server: string, token: string): void {
  sessionStorage.setItem(keyOf(server), token)
}

export function forgetToken(server: string): void {
  sessionStorage.removeItem(keyOf(server))
}

/** What a request to this server carries; nothing where no token was given. */
export function tokenHeaders(server: string): Record<string, string> {
  const token = tokenOf(server)
  return token === null ? {} : { authorization: `Bearer ${token}` }
}

function tokenOf(server: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(server))
  } catch {
    return null
  }
}
