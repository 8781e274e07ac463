import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { alert as alertSchema } from '../../alert/alert.ts'
import { alertExample } from '../../alert/alert-example.ts'
import type { Notification } from './channel.ts'
import { channelKinds } from './channel-kinds.ts'
import { ChannelRegistry, type Channels } from './channel-registry.ts'
import { answerBytesMax } from './http-post.ts'
import { textLengthMax } from './slack.ts'

const now = () => new Date('2026-01-02T04:00:00.000Z')
const alert = { ...alertSchema.parse(alertExample), title: '<!channel> <@U1> & "x"' }
const told: Notification = {
  kind: 'alert',
  severity: 'high',
  title: alert.title,
  alert,
  heldCount: 3,
}

describe('a channel', () => {
  const opened: { close(): unknown }[] = []
  afterEach(() => {
    for (const one of opened.splice(0)) one.close()
  })

  const registry = new ChannelRegistry(channelKinds)
  const configured = (given: Partial<Channels>): Channels =>
    registry.changed(registry.defaults, { allow_private_addresses: true, ...given })
  const deliver = async (name: string, channels: Channels, notification = told, waitMs = 2_000) =>
    registry.open(name, channels, now)?.deliver(notification, AbortSignal.timeout(waitMs))

  interface Received {
    readonly headers: IncomingMessage['headers']
    readonly body: string
    readonly url: string | undefined
  }
  const receiver = async (status = 200, headers: Record<string, string> = {}) => {
    const received: Received[] = []
    const server: Server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        received.push({ headers: request.headers, body, url: request.url })
        response.writeHead(status, headers).end('an answer that must not be shown')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    opened.push(server)
    const { port } = server.address() as AddressInfo
    return { received, url: `http://127.0.0.1:${port}/hook?token=s3cret` }
  }

  describe('to a webhook', () => {
    it('sends the whole alert, signed', async () => {
      const { received, url } = await receiver()
      await deliver('webhook', configured({ webhook: { url, secret: 'k3y' } }))
      const [{ body, headers, url: path } = { body: '', headers: {}, url: '' }] = received
      expect(path).toBe('/hook?token=s3cret')
      expect(JSON.parse(body)).toEqual({
        event: 'alert',
        severity: 'high',
        title: alert.title,
        held: 3,
        held_back: null,
        alert,
        sent_at: '2026-01-02T04:00:00.000Z',
      })
      const signed = `2026-01-02T04:00:00.000Z.${body}`
      expect(headers['x-net-anomaly-signature']).toBe(
        `sha256=${createHmac('sha256', 'k3y').update(signed).digest('hex')}`,
      )
    })

    it.each([
      [500, true],
      [503, true],
      [429, true],
      [408, true],
      [400, false],
      [404, false],
      [302, false],
    ])('takes an answer %i for a failure that may pass: %s', async (status, mayPass) => {
      const elsewhere = await receiver()
      const { url } = await receiver(status, { location: elsewhere.url })
      const failure = deliver('webhook', configured({ webhook: { url } }))
      await expect(failure).rejects.toMatchObject({
        mayPass,
        message: `the other side answered ${status}`,
      })
      expect(elsewhere.received).toEqual([])
    })

    it('does not reach the own network unless it is allowed to', async () => {
      const { received, url } = await receiver()
      const closed = configured({ webhook: { url }, allow_private_addresses: false })
      await expect(deliver('webhook', closed)).rejects.toMatchObject({
        mayPass: false,
        message: 'its host is inside',
      })
      expect(received).toEqual([])
    })

    it.each(['file:///etc/passwd', 'http://user:pass@127.0.0.1/', 'gopher://127.0.0.1/', 'x', ''])(
      'refuses the URL %j',
      async (url) => {
        const failure = deliver('webhook', configured({ webhook: { url } }))
        await expect(failure).rejects.toMatchObject({ mayPass: false })
      },
    )

    it('reads no more of an answer than it needs to free the connection', async () => {
      let written = 0
      const server = createServer((request, response) => {
        request.resume()
        const chunk = Buffer.alloc(answerBytesMax / 4)
        const write = (error?: Error | null) => {
          if (error || response.destroyed) return
          written += chunk.length
          response.write(chunk, write)
        }
        write()
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      opened.push({ close: () => server.closeAllConnections() }, server)
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      await deliver('webhook', configured({ webhook: { url } }))
      expect(written).toBeGreaterThan(answerBytesMax)
    })

    it('gives up on an answer that never comes', async () => {
      const server = createServer(() => {})
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      opened.push({ close: () => server.closeAllConnections() }, server)
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      const failure = deliver('webhook', configured({ webhook: { url } }), told, 100)
      await expect(failure).rejects.toMatchObject({
        mayPass: true,
        message: 'it took too long',
      })
    })

    it('says that a connection failed, and nothing of the URL', async () => {
      const { url } = await receiver()
      opened.splice(0)[0]?.close()
      const failure = deliver('webhook', configured({ webhook: { url } }))
      await expect(failure).rejects.toMatchObject({ mayPass: true })
      await expect(failure).rejects.not.toThrow(/s3cret/)
    })
  })

  it('to Slack mentions no user and links nothing, whatever the title says', async () => {
    const { received, url } = await receiver()
    await deliver('slack', configured({ slack: { url } }))
    const { text, unfurl_links } = JSON.parse(received[0]?.body ?? '{}')
    expect(text).toContain('&lt;!channel&gt; &lt;@U1&gt; &amp; "x"')
    expect(text).not.toMatch(/[<>]/)
    expect(unfurl_links).toBe(false)
  })

  it('to Slack is cut where Slack would cut it', async () => {
    const { received, url } = await receiver()
    const slack = { url, template: '{{title}}' }
    const text = async (length: number) => {
      const title = '&'.repeat(length)
      await deliver('slack', configured({ slack }), {
        ...told,
        title: 'x',
        alert: { ...alert, title },
      })
      return JSON.parse(received.at(-1)?.body ?? '{}').text as string
    }
    const head = '*[HIGH] x*\n'.length
    expect(await text(textLengthMax / 5 - head)).toHaveLength(textLengthMax - 4 * head)
    expect(await text(textLengthMax / 5 + 1)).toHaveLength(textLengthMax)
  })

  describe('to e-mail', () => {
    const mailServer = async (options: { refuse?: number; password?: string } = {}) => {
      const mails: string[] = []
      const server = new SMTPServer({
        authOptional: options.password === undefined,
        disabledCommands: ['STARTTLS'],
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, done) =>
          password === options.password
            ? done(null, { user: username })
            : done(new Error('535 wrong')),
        onData: (stream, _session, done) => {
          let mail = ''
          stream.on('data', (chunk) => {
            mail += chunk
          })
          stream.on('end', () => {
            mails.push(mail)
            done(
              options.refuse
                ? Object.assign(new Error('go away, pa55'), { responseCode: options.refuse })
                : null,
            )
          })
        },
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
      opened.push({ close: () => server.close() })
      const { port } = server.server.address() as AddressInfo
      const to = ['ana@example.org', 'ben@example.org']
      const email = {
        host: '127.0.0.1',
        port,
        security: 'none',
        from: 'net@example.org',
        to,
      } as const
      return { mails, email }
    }

    it('sends plain text to everybody', async () => {
      const { mails, email } = await mailServer()
      await deliver('email', configured({ email }))
      expect(mails).toHaveLength(1)
      expect(mails[0]).toContain('To: ana@example.org, ben@example.org')
      expect(mails[0]).toContain('Subject: =?UTF-8?Q?=5BHIGH=5D_=3C!channel=3E')
      expect(mails[0]).toMatch(/Content-Type: text\/plain/)
      expect(mails[0]).not.toMatch(/text\/html/)
    })

    it('adds no header that a title asks for', async () => {
      const { mails, email } = await mailServer()
      const title = 'x\r\nBcc: victim@example.org\r\n\r\nbody'
      await deliver('email', configured({ email }), { ...told, title, alert: { ...alert, title } })
      const [head = ''] = (mails[0] ?? '').split('\r\n\r\n')
      expect(head).not.toMatch(/^Bcc:/m)
      expect(head).toMatch(/Subject: \[HIGH\] x Bcc: victim@example.org body/)
    })

    it('knows a wrong password from a server that is busy, and repeats no secret', async () => {
      const { email } = await mailServer({ password: 'right' })
      const wrong = configured({ email: { ...email, user: 'net', password: 'pa55' } })
      await expect(deliver('email', wrong)).rejects.toMatchObject({
        mayPass: false,
        message: 'user or password is wrong',
      })
      await deliver('email', configured({ email: { ...email, user: 'net', password: 'right' } }))
      const busy = await mailServer({ refuse: 451 })
      await expect(deliver('email', configured({ email: busy.email }))).rejects.toMatchObject({
        mayPass: true,
        message: 'the mail server answered 451',
      })
      const refusing = await mailServer({ refuse: 550 })
      await expect(deliver('email', configured({ email: refusing.email }))).rejects.toMatchObject({
        mayPass: false,
      })
    })

    it('needs a host, a sender and a recipient', async () => {
      const { email } = await mailServer()
      for (const missing of [{ host: '' }, { from: '' }, { to: [] }]) {
        const failure = deliver('email', configured({ email: { ...email, ...missing } }))
        await expect(failure).rejects.toMatchObject({ mayPass: false })
      }
    })

    it('does not reach the own network unless it is allowed to', async () => {
      const { mails, email } = await mailServer()
      const closed = configured({ email, allow_private_addresses: false })
      await expect(deliver('email', closed)).rejects.toMatchObject({
        message: 'its host is inside',
      })
      expect(mails).toEqual([])
    })
  })
})
