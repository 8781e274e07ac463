import { hc } from 'hono/client'
import type { CaptureRoutes, PersistenceRoutes } from 'step-3-persistence'
import { ApiError, toApiError } from './api-error.ts'
import { apiBase } from './server-address.ts'
import { tokenHeaders } from './token.ts'

/** The typed clients of what steps 2 and 3 serve; the routes' own types, and no code of theirs. */
export const captureClient = hc<CaptureRoutes>(...clientOptions())
export const alertClient = hc<PersistenceRoutes>(...clientOptions())

/** Where the API is, and what each of its requests carries. */
export function clientOptions() {
  return [`${apiBase}/api`, { headers: () => tokenHeaders(apiBase) }] as const
}

interface TypedResponse<Body> {
  readonly ok: boolean
  readonly status: number
  json(): Promise<Body>
}

/** What a route answers when it answers well. */
type GoodBody<R> = R extends { ok: true; json(): Promise<infer Body> } ? Body : never

/** Awaits a typed response and gives its body. @throws ApiError whatever else the server says */
export async function bodyOf<R extends TypedResponse<unknown>>(
  asked: Promise<R>,
): Promise<GoodBody<R>> {
  const response = await asked.catch(() => {
    throw new ApiError(noAnswer)
  })
  if (!response.ok) throw await toApiError(response)
  return (await response.json()) as GoodBody<R>
}

const noAnswer = {
  status: 0,
  code: 'E_NO_ANSWER',
  message: 'the server does not answer',
  fix: 'See whether it still runs in its terminal.',
}
