import { z } from '@hono/zod-openapi'
import { severity } from 'step-2-capture'
import { secret } from './secret.ts'

/** Names and addresses that end up in a header or a request line. */
const line = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, 'control characters are not allowed')
const url = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_048)])
const mailAddress = z.email().max(254)
/** Placeholders in double braces are replaced by fields of the alert: `{{title}}`. */
const template = z.string().max(4_000)

const email = z
  .strictObject({
    enabled: z.boolean(),
    min_severity: severity,
    host: line,
    port: z.number().int().min(1).max(65_535),
    security: z.enum(['none', 'starttls', 'tls']),
    user: line,
    password: secret,
    from: z.union([z.literal(''), mailAddress]),
    to: z.array(mailAddress).max(50),
    template,
  })
  .openapi('EmailChannel')

const slack = z
  .strictObject({ enabled: z.boolean(), min_severity: severity, url: secret, template })
  .openapi('SlackChannel')

const webhook = z
  .strictObject({
    enabled: z.boolean(),
    min_severity: severity,
    url,
    /** Signs the body (HMAC-SHA256), so that the receiver knows who sent it. */
    secret,
  })
  .openapi('WebhookChannel')

export const channels = z.strictObject({
  email,
  slack,
  webhook,
  /** Lets channels reach private addresses of the own network. */
  allow_private_addresses: z.boolean(),
})
export type Channels = z.infer<typeof channels>

export const channelsPatch = z
  .strictObject({
    email: z.strictObject(email.shape).partial(),
    slack: z.strictObject(slack.shape).partial(),
    webhook: z.strictObject(webhook.shape).partial(),
    allow_private_addresses: z.boolean(),
  })
  .partial()

export const defaultChannels: Channels = {
  email: {
    enabled: false,
    min_severity: 'high',
    host: '',
    port: 587,
    security: 'starttls',
    user: '',
    password: null,
    from: '',
    to: [],
    template: '',
  },
  slack: { enabled: false, min_severity: 'high', url: null, template: '' },
  webhook: { enabled: false, min_severity: 'medium', url: '', secret: null },
  allow_private_addresses: false,
}
