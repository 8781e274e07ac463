import { z } from '@hono/zod-openapi'
import { DeliveryError } from './channel.ts'
import { commonSettings, defineChannel } from './channel-kind.ts'
import { hostOfUrl, postJson } from './http-post.ts'
import { subjectOf, template, textOf } from './message.ts'
import { secret } from './secret.ts'

/** Slack cuts a text after 40,000 characters. */
export const textLengthMax = 30_000

/** Messages to an incoming webhook of Slack, or of what speaks its language (Mattermost). */
export const slack = defineChannel({
  name: 'slack',
  schema: z.strictObject({ ...commonSettings, url: secret, template }),
  defaults: { enabled: false, min_severity: 'high', url: null, template: '' },
  secrets: { url: 'sent' },
  hostsOf: ({ url }) => [hostOfUrl(url ?? '')],
  open: ({ url, template }, { allowsPrivate }) => ({
    async deliver(notification, signal) {
      if (url === null) throw new DeliveryError('no URL is set', { mayPass: false })
      const text = `*${withoutMarkup(subjectOf(notification))}*\n${withoutMarkup(textOf(notification, template))}`
      const body = JSON.stringify({
        text: text.slice(0, textLengthMax),
        unfurl_links: false,
        unfurl_media: false,
      })
      await postJson({ url, body, headers: {}, guard: { allowsPrivate }, signal })
    },
  }),
})

/** The three characters of Slack's markup: without `<` no user is mentioned and nothing is linked. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
