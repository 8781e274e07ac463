import { lookUp } from '../conversation/dns-lookup.ts'
import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import { httpDate } from '../packet-builder/http.ts'
import type { Process } from '../simulator.ts'

/** A Linux machine that looks for updates and fetches some packages, by plain HTTP as Debian does. */
export function* updatePackages(office: Office, host: Host): Process {
  const name = 'deb.debian.org'
  const mirror = office.internet.host('debian.map.fastlydns.net', 'fastly')
  const { network, resolver } = office
  for (;;) {
    yield office.pauseUs(host, 260)
    const alias = 'debian.map.fastlydns.net'
    yield* lookUp(network, { client: host, resolver, name, target: mirror, alias })
    const conversation = new TcpConversation(network, { client: host, server: mirror, port: 80 })
    if (!(yield* conversation.open())) continue
    const headers = { Host: name, 'User-Agent': 'Debian APT-HTTP/1.3 (2.6.1)' }
    yield* exchangeHttp(conversation, {
      request: { target: '/debian/dists/bookworm/InRelease', headers },
      response: { status: 304, headers: { ETag: '"26ce-62b3f8f9d3a80"' } },
    })
    for (let count = host.random.integer(0, 2); count > 0; count--) {
      const packageName = host.random.pick(['libssl3', 'curl', 'libc6', 'openssh-client', 'tzdata'])
      const file = `${packageName}_${host.random.integer(1, 9)}.${host.random.integer(0, 30)}_amd64.deb`
      const body = network.ciphertext.take(Math.round(host.random.pareto(15_000, 1.1, 250_000)))
      yield* exchangeHttp(conversation, {
        request: { target: `/debian/pool/main/${packageName[0]}/${packageName}/${file}`, headers },
        response: {
          status: 200,
          headers: { 'Content-Type': 'application/vnd.debian.binary-package' },
          body,
        },
      })
    }
    yield 5e6
    yield* conversation.close('server')
  }
}

/** Windows asks a page of its maker whether it is on the Internet, in the clear. */
export function* checkConnectivity(office: Office, { host }: Workstation): Process {
  const name = 'www.msftconnecttest.com'
  const server = office.internet.host(name, 'akamai')
  const { network, resolver } = office
  for (;;) {
    yield host.random.between(10, 400) * 1e6
    yield* lookUp(network, { client: host, resolver, name, target: server })
    const conversation = new TcpConversation(network, { client: host, server, port: 80 })
    if (!(yield* conversation.open())) continue
    const headers = { Connection: 'Close', 'User-Agent': 'Microsoft NCSI', Host: name }
    const lastModified = httpDate(office.network.simulator.startTimeUs - 9e12)
    yield* exchangeHttp(conversation, {
      request: { target: '/connecttest.txt', headers },
      response: {
        status: 200,
        headers: { 'Content-Type': 'text/plain', 'Last-Modified': lastModified },
        body: 'Microsoft Connect Test',
      },
    })
    yield* conversation.close('server')
  }
}

/** Music or a video in the background: one connection, a piece every few seconds. */
export function* streamMedia(office: Office, { host, model }: Workstation): Process {
  const name = 'rr3---sn-4g5e6nsz.googlevideo.com'
  const server = office.internet.host(name, 'google')
  const { network, resolver } = office
  for (;;) {
    yield office.pauseUs(host, 60)
    yield* lookUp(network, { client: host, resolver, name, target: server })
    const options = { client: host, server, serverName: name, profile: model.browser }
    const session = new TlsSession(network, options)
    if (!(yield* session.open())) continue
    for (let piece = host.random.integer(8, 30); piece > 0; piece--) {
      const answerLength = Math.round(host.random.logNormal(60_000, 0.2))
      yield* session.exchange({ requestLength: 700, answerLength, thinkMs: 8 })
      yield (5 + host.random.normal(0, 0.4)) * 1e6
    }
    yield* session.close()
  }
}
