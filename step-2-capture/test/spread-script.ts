import type { TrafficScript } from './traffic-script.ts'

export interface Spread {
  readonly count?: number
  readonly path?: string
  readonly headers?: string
  /** The domain that all names belong to; each has one of its own by default. */
  readonly domain?: string
  readonly gapSeconds?: number
}

/** Requests for one path to one server after the other. */
export function askEach(script: TrafficScript, given: Spread = {}): TrafficScript {
  const { count = 6, path = '/m2f8/?Hpv=QUJD', headers = '', domain, gapSeconds = 10 } = given
  for (let i = 0; i < count; i++) {
    const name = domain === undefined ? `www.shop${i}.example` : `s${i}.${domain}`
    const request = `GET ${path} HTTP/1.1\r\nHost: ${name}\r\n${headers}Connection: close\r\n\r\n`
    const says = [request, 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n']
    script.connection('10.0.0.5', `198.51.100.${i + 1}:80`, { says }).wait(gapSeconds)
  }
  return script
}
