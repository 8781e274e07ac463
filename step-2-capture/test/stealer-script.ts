import { lookUp } from './dns-script.ts'
import type { TrafficScript } from './traffic-script.ts'

export const stealerClient = '10.0.0.5'

/** A program asks a service for its own address. */
export function askOwnAddress(
  script: TrafficScript,
  { agent = 'Mozilla/4.0 (compatible; MSIE 6.0)', name = 'checkip.dyndns.org', headers = '' } = {},
): TrafficScript {
  const request = `GET / HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: ${agent}\r\n${headers}\r\n`
  const says = [request, 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n1.2.3.4']
  return script.connection(stealerClient, '198.51.100.80:80', { says })
}

/** It looks for the interface of a chat. */
export function findChat(script: TrafficScript): TrafficScript {
  lookUp(script, { client: stealerClient, name: 'api.telegram.org', answer: '198.51.100.81' })
  return script
}

/** It hands in a mail, or a file. */
export function handIn(script: TrafficScript, port = 587, to = '198.51.100.82'): TrafficScript {
  return script.connection(stealerClient, `${to}:${port}`, {
    says: ['', '220 a\r\n', 'EHLO a\r\n'],
  })
}
