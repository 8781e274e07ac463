import type { Random } from '../random.ts'
import type { Host } from './host.ts'
import type { Network } from './network.ts'
import { linux } from './operating-system.ts'

/** Operators of well-known sites: where their addresses lie and how far away they are. */
const providers = {
  cloudflare: { ranges: ['104.16', '104.18', '172.67'], ipv6: '2606:4700', roundTripMs: 7 },
  fastly: { ranges: ['151.101', '146.75'], ipv6: '2a04:4e42', roundTripMs: 9 },
  google: { ranges: ['142.250', '142.251', '172.217'], ipv6: '2a00:1450:4001', roundTripMs: 11 },
  microsoft: { ranges: ['13.107', '20.190', '52.109', '40.126'], roundTripMs: 18 },
  amazon: { ranges: ['52.218', '54.239', '3.160', '18.66'], roundTripMs: 24 },
  akamai: { ranges: ['23.45', '23.206', '2.19'], roundTripMs: 8 },
  github: { ranges: ['140.82', '185.199'], roundTripMs: 95 },
  hosting: { ranges: ['88.198', '95.216', '51.15', '185.15'], roundTripMs: 32 },
} as const satisfies Record<string, Provider>

interface Provider {
  /** First halves of its IPv4 addresses. */
  readonly ranges: readonly string[]
  /** First groups of its IPv6 addresses, where its sites have any. */
  readonly ipv6?: string
  readonly roundTripMs: number
}

export interface Site {
  readonly name: string
  readonly provider: keyof typeof providers
  /** Name behind it, where the site answers with a CNAME. */
  readonly alias?: string
}

/** Sites that an office visits. Their traffic is invented; the names make it readable. */
export const sites: readonly Site[] = [
  { name: 'www.wikipedia.org', provider: 'hosting', alias: 'dyna.wikimedia.org' },
  { name: 'upload.wikimedia.org', provider: 'hosting' },
  { name: 'www.google.com', provider: 'google' },
  { name: 'fonts.gstatic.com', provider: 'google' },
  { name: 'www.youtube.com', provider: 'google', alias: 'youtube-ui.l.google.com' },
  { name: 'github.com', provider: 'github' },
  { name: 'api.github.com', provider: 'github' },
  { name: 'objects.githubusercontent.com', provider: 'github' },
  { name: 'stackoverflow.com', provider: 'cloudflare' },
  { name: 'cdn.jsdelivr.net', provider: 'fastly', alias: 'jsdelivr.map.fastly.net' },
  { name: 'registry.npmjs.org', provider: 'cloudflare' },
  { name: 'www.bbc.co.uk', provider: 'fastly', alias: 'bbc.map.fastly.net' },
  { name: 'ichef.bbci.co.uk', provider: 'akamai', alias: 'ichef.bbci.co.uk.edgekey.net' },
  { name: 'www.theguardian.com', provider: 'fastly' },
  { name: 'i.guim.co.uk', provider: 'fastly' },
  { name: 'www.nytimes.com', provider: 'fastly' },
  { name: 'www.spiegel.de', provider: 'hosting' },
  { name: 'www.openstreetmap.org', provider: 'hosting' },
  {
    name: 'tile.openstreetmap.org',
    provider: 'fastly',
    alias: 'dualstack.n.sni.global.fastly.net',
  },
  { name: 'outlook.office365.com', provider: 'microsoft', alias: 'outlook.ha.office365.com' },
  { name: 'login.microsoftonline.com', provider: 'microsoft' },
  { name: 'teams.microsoft.com', provider: 'microsoft' },
  { name: 'www.office.com', provider: 'microsoft' },
  { name: 's3.eu-central-1.amazonaws.com', provider: 'amazon' },
  { name: 'd3f8ykwhia686p.cloudfront.net', provider: 'amazon' },
  { name: 'slack.com', provider: 'amazon' },
  { name: 'edgeapi.slack.com', provider: 'amazon' },
  { name: 'www.heise.de', provider: 'hosting' },
  { name: 'news.ycombinator.com', provider: 'hosting' },
  { name: 'www.mozilla.org', provider: 'fastly' },
  { name: 'developer.mozilla.org', provider: 'google' },
  { name: 'pypi.org', provider: 'fastly' },
  { name: 'files.pythonhosted.org', provider: 'fastly' },
  { name: 'www.linkedin.com', provider: 'microsoft' },
  { name: 'www.dropbox.com', provider: 'amazon' },
  { name: 'zoom.us', provider: 'amazon' },
]

/** The world beyond the gateway: hosts come into being when they are first needed. */
export class Internet {
  readonly #network: Network
  readonly #random: Random
  readonly #hosts = new Map<string, Host>()

  constructor(network: Network) {
    this.#network = network
    this.#random = network.random.fork('internet')
  }

  /** The host behind a name; the same name gives the same host throughout a capture. */
  host(name: string, provider: keyof typeof providers = 'hosting'): Host {
    const known = this.#hosts.get(name)
    if (known) return known
    const { ranges, ipv6, roundTripMs }: Provider = providers[provider]
    const random = this.#random.fork(name)
    const address = `${random.pick(ranges)}.${random.integer(0, 255)}.${random.integer(1, 254)}`
    const path = { roundTripMs: roundTripMs * random.between(0.9, 1.6) }
    if (ipv6 === undefined) return this.#add(name, address, path)
    const group = () => random.integer(0, 0xffff).toString(16)
    return this.#add(name, address, { ...path, ipv6: `${ipv6}:${group()}::${group()}` })
  }

  /**
   * A host of an attacker. Its address is out of the blocks that RFC 5737 sets aside for
   * documentation, so that no real network is ever named.
   */
  stranger(name: string): Host {
    const known = this.#hosts.get(name)
    if (known) return known
    const random = this.#random.fork(name)
    const block = random.pick(['192.0.2', '198.51.100', '203.0.113'])
    return this.#add(name, `${block}.${random.integer(1, 254)}`, {
      roundTripMs: random.between(40, 190),
    })
  }

  #add(name: string, address: string, path: { roundTripMs: number; ipv6?: string }): Host {
    const random = this.#random.fork(`path/${name}`)
    const options = {
      mac: this.#network.gateway.mac,
      system: linux,
      hops: random.integer(6, 17),
      roundTripUs: path.roundTripMs * 1000,
      packetGapUs: random.between(60, 240),
      openPorts: [80, 443],
    }
    const twin = { ...options, name: `${name}/ipv6`, address: path.ipv6 ?? '' }
    const ipv6 = path.ipv6 === undefined ? {} : { ipv6: this.#network.host(twin) }
    const host = this.#network.host({ ...options, ...ipv6, name, address })
    this.#hosts.set(name, host)
    return host
  }
}
