import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { checkedAddress, type OutboundGuardOptions } from '../../notify/channel/outbound-guard.ts'
import { refused } from './read-feed.ts'

/** The largest public lists have some 10 MB; JSON that is larger would stop the server to be read. */
export const feedBytesMax = 32 * 1024 * 1024
const fetchTimeoutMs = 30_000

/**
 * The text of a feed. The address is checked and pinned, redirects are not followed, and no more
 * is read than a feed may have. @throws AppError `E_FEED_REFUSED`, `E_ADDRESS_REFUSED`, `E_ADDRESS_UNKNOWN`
 */
export async function fetchFeed(address: string, guard: OutboundGuardOptions): Promise<string> {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw refused('its URL is no plain http or https address')
  }
  const pinned = await checkedAddress(url.hostname, guard)
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        signal: AbortSignal.timeout(fetchTimeoutMs),
        agent: false,
        headers: {
          accept: 'text/plain, text/csv, application/json',
          'accept-encoding': 'identity',
        },
        // Whatever the name means by now, this is the address that was checked.
        lookup: (_host, options, found) =>
          options.all ? found(null, [pinned]) : found(null, pinned.address, pinned.family),
      },
      (answer) => {
        const fail = (reason: string) => {
          answer.destroy()
          reject(refused(reason))
        }
        if (answer.statusCode !== 200) return fail(`the server answered ${answer.statusCode}`)
        if (Number(answer.headers['content-length'] ?? 0) > feedBytesMax) return fail(tooLarge)
        const chunks: Buffer[] = []
        let byteCount = 0
        answer.on('data', (chunk: Buffer) => {
          byteCount += chunk.length
          if (byteCount > feedBytesMax) fail(tooLarge)
          else chunks.push(chunk)
        })
        answer.on('error', () => reject(refused('the connection broke')))
        answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
      },
    )
    sent.on('error', () => reject(refused('the connection failed, or took too long')))
    sent.end()
  })
}

const tooLarge = `it is larger than ${feedBytesMax / 1024 / 1024} MiB`
