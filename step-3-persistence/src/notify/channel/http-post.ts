import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../../error-codes.ts'
import { DeliveryError } from './channel.ts'
import { checkedAddress, type OutboundGuardOptions, type PinnedAddress } from './outbound-guard.ts'

/** An answer is only read to free the connection, and never shown. */
export const answerBytesMax = 65_536

export interface HttpPost {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly guard: OutboundGuardOptions
  readonly signal: AbortSignal
}

/**
 * Sends JSON to a URL that a person has configured. The address is checked and pinned, redirects
 * are not followed, the answer's body is thrown away. @throws DeliveryError
 */
export async function postJson({ url, body, headers, guard, signal }: HttpPost): Promise<void> {
  const target = plainUrl(url)
  if (!target) {
    throw new DeliveryError('its URL is no plain http or https address', { mayPass: false })
  }
  const pinned = await checkedAddress(target.hostname, guard).catch((error: unknown) => {
    const isUnknown = error instanceof AppError && error.code === 'E_ADDRESS_UNKNOWN'
    throw new DeliveryError(isUnknown ? 'its host has no address' : 'its host is inside', {
      mayPass: isUnknown,
    })
  })
  const status = await send(target, pinned, { body, headers, signal })
  if (status >= 200 && status < 300) return
  throw new DeliveryError(`the other side answered ${status}`, {
    mayPass: status >= 500 || status === 408 || status === 429,
  })
}

/** The host to check before the URL is saved; none for no URL. @throws AppError `E_ADDRESS_REFUSED` */
export function hostOfUrl(text: string): string {
  if (text === '') return ''
  const url = plainUrl(text)
  if (url) return url.hostname
  // The text may be a secret, so it is not repeated.
  throw new AppError(
    errorCodes.E_ADDRESS_REFUSED,
    'a channel has a URL that is not plain http or https',
    { fix: 'Write it like https://hooks.example.org/path, without a user or password in it.' },
  )
}

/** Without a user and a password, which would be sent along. */
function plainUrl(text: string): URL | undefined {
  const url = URL.parse(text)
  const isPlain =
    url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain ? url : undefined
}

function send(
  target: URL,
  { address, family }: PinnedAddress,
  { body, headers, signal }: Pick<HttpPost, 'body' | 'headers' | 'signal'>,
): Promise<number> {
  const request = target.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const fail = () => {
      const reason = signal.aborted ? 'it took too long' : 'the connection failed'
      reject(new DeliveryError(reason, { mayPass: true }))
    }
    const sent = request(
      target,
      {
        method: 'POST',
        signal,
        agent: false,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
        // Whatever the name means by now, this is the address that was checked.
        lookup: (_host, options, found) =>
          options.all ? found(null, [{ address, family }]) : found(null, address, family),
      },
      (answer) => {
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > answerBytesMax) answer.destroy()
        })
        answer.on('close', () => resolve(answer.statusCode ?? 0))
        answer.on('error', () => {}) // What it said was heard; the rest does not matter.
      },
    )
    sent.on('error', fail)
    sent.end(body)
  })
}
