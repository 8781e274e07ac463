import { expect, test } from 'vitest'
import { browserHello, records } from '../../test/hello-bytes.ts'
import { simulatedCapture } from '../../test/simulated-capture.ts'
import { serverFlight } from '../../test/tls-talk.ts'
import { TrafficScript } from '../../test/traffic-script.ts'
import { IpProtocol } from '../decode/frame.ts'
import { Engine } from '../engine.ts'
import type { TlsSession } from './tls-sessions.ts'

const [client, server] = ['10.0.0.5:50000', '198.51.100.7:443']
const hello = Uint8Array.from(records(browserHello))

/** Each session of a capture, as it was when its flow ended. */
function sessionsOf(script: TrafficScript): (TlsSession | undefined)[] {
  const found: (TlsSession | undefined)[] = []
  script.engine((traffic) => ({
    onFlowEnd: (flow) => {
      found.push(traffic.tls.of(flow))
    },
  }))
  return found
}

function connection(says: readonly (string | Uint8Array)[]): TrafficScript {
  return new TrafficScript().connection(client, server, { says })
}

const cutAt = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  ).flatMap((part, i) => (i === 0 ? [part] : ['', part]))

test('keeps name and fingerprints of the client, and the certificate of the server', () => {
  const [session] = sessionsOf(connection([hello, serverFlight({ subject: 'www.example' })]))
  expect(session).toMatchObject({
    serverName: 'www.Example.com',
    ja3: expect.stringMatching(/^[0-9a-f]{32}$/),
    ja4: expect.stringMatching(/^t13d0706h2_[0-9a-f]{12}_[0-9a-f]{12}$/),
    isAnswered: true,
    certificate: { subject: { commonName: 'www.example' } },
  })
})

test.each([7, 100, 1_460])('reads them in segments of %i bytes', (size) => {
  const parts = cutAt(serverFlight({ subject: 'www.example' }), size)
  const [session] = sessionsOf(connection([...cutAt(hello, size), ...parts]))
  expect(session).toMatchObject({ serverName: 'www.Example.com', isAnswered: true })
  expect(session?.certificate?.subject.commonName).toBe('www.example')
})

test('has none of a flow that says nothing, or speaks another protocol', () => {
  expect(sessionsOf(connection([]))).toEqual([undefined])
  expect(sessionsOf(connection(['SSH-2.0-x\r\n', 'SSH-2.0-y\r\n']))).toEqual([undefined])
})

test('keeps name and JA4 of a client that speaks QUIC', async () => {
  const found: string[] = []
  const engine = new Engine({
    capture: { source: 'simulate', name: 'office' },
    detectors: [],
    observers: [
      ({ tls, flows }) => ({
        onFlowEnd: (flow) => {
          const session = tls.of(flow)
          if (session && flows.protocol(flow) === IpProtocol.udp) found.push(session.ja4)
          if (session && session.ja3 === null) expect(session.serverName).toMatch(/\.\w+$/)
        },
      }),
    ],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(await simulatedCapture({ scenario: 'office', seed: 1 }))
  engine.end()
  expect(found.length).toBeGreaterThan(0)
  for (const ja4 of found) expect(ja4).toMatch(/^q13d\d{4}h3_/)
})
