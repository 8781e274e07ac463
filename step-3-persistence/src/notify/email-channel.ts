import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { AppError } from 'step-2-capture'
import type { Channels } from '../config/channels.ts'
import { type Channel, DeliveryError } from './channel.ts'
import { subjectOf, textOf } from './message.ts'
import { checkedAddress } from './outbound-guard.ts'

/** How long a mail server may think about a step of the conversation. */
const stepTimeoutMs = 10_000

/** Mail as plain text: nothing in it is ever rendered. */
export function emailChannel(
  { host, port, security, user, password, from, to, template }: Channels['email'],
  allowsPrivate: boolean,
): Channel {
  return {
    name: 'email',
    async deliver(notification, signal) {
      if (host === '' || from === '' || to.length === 0) {
        throw new DeliveryError('host, from or to is not set', { mayPass: false })
      }
      const { address } = await checkedAddress(host, { allowsPrivate }).catch(notReached)
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
  }
}

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
