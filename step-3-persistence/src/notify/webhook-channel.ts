import { createHmac } from 'node:crypto'
import { jsonLine, version } from 'step-2-capture'
import type { Channels } from '../config/channels.ts'
import { type Channel, DeliveryError } from './channel.ts'
import { postJson } from './http-post.ts'

/**
 * The whole alert as JSON to any URL. With a secret, `X-Net-Anomaly-Signature` holds the
 * HMAC-SHA256 of `timestamp.body`, so that the receiver knows who sent it and when.
 */
export function webhookChannel(
  { url, secret }: Channels['webhook'],
  { allowsPrivate, now }: { allowsPrivate: boolean; now: () => Date },
): Channel {
  return {
    name: 'webhook',
    async deliver({ kind, severity, title, alert, heldCount }, signal) {
      if (url === '') throw new DeliveryError('no URL is set', { mayPass: false })
      const timestamp = now().toISOString()
      const body = jsonLine({
        event: kind,
        severity,
        title,
        held: heldCount,
        alert,
        sent_at: timestamp,
      })
      const headers = {
        'user-agent': `net-anomaly/${version}`,
        'x-net-anomaly-timestamp': timestamp,
        ...(secret === null ? {} : { 'x-net-anomaly-signature': sign(secret, timestamp, body) }),
      }
      await postJson({ url, body, headers, guard: { allowsPrivate }, signal })
    },
  }
}

function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
