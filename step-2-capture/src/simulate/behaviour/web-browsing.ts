import { lookUp } from '../conversation/dns-lookup.ts'
import { QuicSession } from '../conversation/quic-session.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Host } from '../network/host.ts'
import { type Site, sites } from '../network/internet.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import { chromeTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'

/** A person who reads: opens a page, its parts come from several servers, then a pause. */
export function* browseTheWeb(office: Office, workstation: Workstation): Process {
  const { host } = workstation
  const favourites = host.random.sample(sites, 9)
  for (;;) {
    yield office.pauseUs(host, 24)
    const [page, ...parts] = host.random.sample(favourites, host.random.integer(1, 4)) as [Site]
    yield* visit(office, workstation, page)
    for (const part of parts) {
      const start = host.random.exponential(180_000)
      office.network.simulator.spawn(visit(office, workstation, part), start)
    }
  }
}

/** One connection to a site: some requests, small ones up and heavy-tailed answers down. */
export function* visit(office: Office, { host, model }: Workstation, site: Site): Process {
  const { name, alias } = site
  const server = office.internet.host(name, site.provider)
  const { resolver, network } = office
  yield* lookUp(network, { client: host, resolver, name, target: server, alias })
  // Programs prefer IPv6 where both ends have it (RFC 8305), and mostly it wins.
  const isIpv6 = host.ipv6 !== undefined && server.ipv6 !== undefined && host.random.chance(0.8)
  const client = (isIpv6 && host.ipv6) || host
  const ends = { client, server: (isIpv6 && server.ipv6) || server, serverName: name }
  if (model.browser === chromeTls && speaksHttp3(site) && host.random.chance(0.7)) {
    const session = new QuicSession(network, ends)
    yield* session.open()
    yield* fetchParts(host, (part) => session.exchange(part))
    // QUIC connections end in silence: the idle timeout closes them.
    return
  }
  const session = new TlsSession(network, { ...ends, profile: model.browser })
  if (!(yield* session.open())) return
  yield* fetchParts(host, (part) => session.exchange(part))
  // Browsers keep the connection for a while in case another request comes.
  yield host.random.between(1, 25) * 1e6
  yield* session.close()
}

type Exchange = Parameters<TlsSession['exchange']>[0]

function* fetchParts(host: Host, fetch: (part: Exchange) => Process): Process {
  const requestCount = Math.ceil(host.random.pareto(1, 1.3, 9))
  for (let request = 0; request < requestCount; request++) {
    yield* fetch({
      requestLength: Math.round(host.random.logNormal(420, 0.5)),
      answerLength: Math.round(host.random.pareto(900, 1.15, 180_000)),
      thinkMs: host.random.logNormal(14, 0.9),
    })
    yield host.random.logNormal(0.09, 1.4) * 1e6
  }
}

function speaksHttp3({ provider }: Site): boolean {
  return provider === 'google' || provider === 'cloudflare'
}
