import { apiBase } from './server-address.ts'
import { tokenHeaders } from './token.ts'

/** `fetch` of a path of the server, wherever these pages come from. */
export function askServer(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), ...tokenHeaders(apiBase) }
  return fetch(apiBase + path, { ...init, headers })
}
