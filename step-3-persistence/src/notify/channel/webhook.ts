import { createHmac } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { jsonLine, version } from 'step-2-capture'
import { DeliveryError } from './channel.ts'
import { commonSettings, defineChannel } from './channel-kind.ts'
import { hostOfUrl, postJson } from './http-post.ts'
import { secret } from './secret.ts'

/**
 * The whole alert as JSON to any URL. With a secret, `X-Net-Anomaly-Signature` holds the
 * HMAC-SHA256 of `timestamp.body`, so that the receiver knows who sent it and when.
 */
export const webhook = defineChannel({
  name: 'webhook',
  schema: z.strictObject({
    ...commonSettings,
    url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_048)]),
    secret,
  }),
  defaults: { enabled: false, min_severity: 'medium', url: '', secret: null },
  secrets: { secret: 'kept' },
  hostsOf: ({ url }) => [hostOfUrl(url)],
  open: ({ url, secret }, { allowsPrivate, now }) => ({
    async deliver({ kind, severity, title, alert, heldCount, heldBack }, signal) {
      if (url === '') throw new DeliveryError('no URL is set', { mayPass: false })
      const timestamp = now().toISOString()
      const body = jsonLine({
        event: kind,
        severity,
        title,
        held: heldCount,
        held_back: heldBack ?? null,
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
  }),
})

function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
