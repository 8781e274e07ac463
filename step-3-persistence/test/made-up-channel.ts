import { z } from '@hono/zod-openapi'
import type { DeliveryError, Notification } from '../src/notify/channel/channel.ts'
import {
  type ChannelKind,
  commonSettings,
  defineChannel,
} from '../src/notify/channel/channel-kind.ts'
import { secret } from '../src/notify/channel/secret.ts'

export interface Page {
  readonly notification: Notification
  /** The settings with which it was opened. */
  readonly host: string
  readonly key: string | null
}

/** A channel that the product does not have. It keeps what it is given, or fails on request. */
export function pagerKind(answer: () => DeliveryError | null = () => null) {
  const pages: Page[] = []
  const kind: ChannelKind = defineChannel({
    name: 'pager',
    schema: z.strictObject({ ...commonSettings, host: z.string().max(255), key: secret }),
    defaults: { enabled: false, min_severity: 'medium', host: '', key: null },
    secrets: { key: 'sent' },
    hostsOf: ({ host }) => [host],
    open: ({ host, key }) => ({
      async deliver(notification) {
        pages.push({ notification, host, key })
        const error = answer()
        if (error) throw error
      },
    }),
  })
  return { kind, pages }
}
