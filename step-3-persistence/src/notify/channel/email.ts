import { isIP } from 'node:net'
import { z } from '@hono/zod-openapi'
import { AppError } from 'step-2-capture'
import { DeliveryError } from './channel.ts'
import { commonSettings, defineChannel } from './channel-kind.ts'
import { subjectOf, template, textOf } from './message.ts'
import { checkedAddress } from './outbound-guard.ts'
import { secret } from './secret.ts'

/** How long a mail server may think about a step of the conversation. */
const stepTimeoutMs = 10_000

/** Names that end up in a header or in the conversation with the server. */
const line = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, 'control characters are not allowed')
const mailAddress = z.email().max(254)

/** Mail as plain text: nothing in it is ever rendered. */
export const email = defineChannel({
  name: 'email',
  schema: z.strictObject({
    ...commonSettings,
    host: line,
    port: z.number().int().min(1).max(65_535),
    security: z.enum(['none', 'starttls', 'tls']),
    user: line,
    password: secret,
    from: z.union([z.literal(''), mailAddress]),
    to: z.array(mailAddress).max(50),
    template,
  }),
  defaults: {
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
  secrets: { password: 'sent' },
  hostsOf: ({ host }) => [host],
  open: ({ host, port, security, user, password, from, to, template }, { allowsPrivate }) => ({
    async deliver(notification, signal) {
      if (host === '' || from === '' || to.length === 0) {
        throw new DeliveryError('host, from or to is not set', { mayPass: false })
      }
      const { address } = await checkedAddress(host, { allowsPrivate }).catch(notReached)
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({
        host: address,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
        // The certificate is that of the name, though the connection goes to the checked address.
        tls: isIP(host) ? {} : { servername: host },
        ...(user === '' ? {} : { auth: { user, pass: password ?? '' } }),
        connectionTimeout: stepTimeoutMs,
        greetingTimeout: stepTimeoutMs,
        socketTimeout: stepTimeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const close = () => transport.close()
      signal.addEventListener('abort', close, { once: true })
      try {
        const text = textOf(notification, template)
        await transport.sendMail({ from, to: [...to], subject: subjectOf(notification), text })
      } catch (error) {
        throw refused(error, signal)
      } finally {
        signal.removeEventListener('abort', close)
        transport.close()
      }
    },
  }),
})

function notReached(error: unknown): never {
  const isUnknown = error instanceof AppError && error.code === 'E_ADDRESS_UNKNOWN'
  throw new DeliveryError(isUnknown ? 'its host has no address' : 'its host is inside', {
    mayPass: isUnknown,
  })
}

/** The reply code of the server, but not its words: they may repeat what was sent. */
function refused(error: unknown, signal: AbortSignal): DeliveryError {
  if (signal.aborted) return new DeliveryError('it took too long', { mayPass: true })
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (code === 'EAUTH') return new DeliveryError('user or password is wrong', { mayPass: false })
  if (responseCode === undefined) {
    return new DeliveryError(`the connection failed${code ? ` (${code})` : ''}`, { mayPass: true })
  }
  return new DeliveryError(`the mail server answered ${responseCode}`, {
    mayPass: responseCode < 500,
  })
}
