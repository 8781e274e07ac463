import { toApiError } from './api-error.ts'
import { askServer } from './ask-server.ts'
import { apiBase, isElsewhere } from './server-address.ts'
import { forgetToken, keepToken } from './token.ts'

const path = '/api/session'

/** Whether the server asks for a token, so that there is something to log out of. */
export async function asksForToken(): Promise<boolean> {
  const body = (await (await askServer(path)).json()) as { asks_for_token: boolean }
  return body.asks_for_token
}

/**
 * Exchanges the token for a cookie. Pages that are served elsewhere get none, and keep the token for
 * the tab once the server has taken it. @throws ApiError
 */
export async function logIn(token: string): Promise<void> {
  if (isElsewhere) keepToken(apiBase, token)
  const response = isElsewhere ? await askServer('/api/status') : await exchange(token)
  if (response.ok) return
  if (isElsewhere) forgetToken(apiBase)
  throw await toApiError(response)
}

export async function logOut(): Promise<void> {
  if (isElsewhere) forgetToken(apiBase)
  else await askServer(path, { method: 'DELETE' })
}

/** @param token Or the code of the link that the terminal shows. */
export function exchange(token: string): Promise<Response> {
  return askServer(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
}
