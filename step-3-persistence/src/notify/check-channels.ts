import { AppError } from 'step-2-capture'
import type { Channels } from '../config/channels.ts'
import { errorCodes } from '../error-codes.ts'
import { checkedAddress } from './outbound-guard.ts'

/**
 * Refuses channels that lead inside, before they are saved; they are checked again at each
 * delivery. A name that has no address right now may have one later, so it passes here.
 * @throws AppError `E_ADDRESS_REFUSED`
 */
export async function checkChannels(channels: Channels): Promise<void> {
  const { email, slack, webhook, allow_private_addresses: allowsPrivate } = channels
  const hosts = [email.host, hostOf(slack.url ?? ''), hostOf(webhook.url)]
  for (const host of hosts.filter((name) => name !== '')) {
    await checkedAddress(host, { allowsPrivate }).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'E_ADDRESS_UNKNOWN')) throw error
    })
  }
}

function hostOf(text: string): string {
  if (text === '') return ''
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url.hostname
  // The text may be a secret, so it is not repeated.
  throw new AppError(
    errorCodes.E_ADDRESS_REFUSED,
    'a channel has a URL that is not plain http or https',
    {
      fix: 'Write it like https://hooks.example.org/path, without a user or password in it.',
    },
  )
}
