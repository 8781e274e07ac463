import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { Application } from '../../flow/application.ts'
import type { ObserverFactory, TrafficObserver } from './observer.ts'

const client = '10.0.0.1'
const server = '10.0.0.2:8000'
/** What a segment holds at most. */
const segmentBytes = 1_460

type Wish = Pick<
  TrafficObserver,
  'payloadBytesMax' | 'allRequests' | 'protocols' | 'applications' | 'ports'
>

/** Runs the script past observers with these wishes; which of them saw each payload, in order. */
function shownTo(script: TrafficScript, ...wishes: readonly Wish[]): string[] {
  const shown: string[] = []
  const observers = wishes.map(
    (wish, number): ObserverFactory =>
      ({ flows, frame }) => ({
        ...wish,
        onPayload() {
          const end = flows.fromOriginator ? 'client' : 'server'
          shown.push(`${number}: ${end} ${frame.payloadLength}`)
        },
      }),
  )
  script.engine(...observers)
  return shown
}

const download = () =>
  new TrafficScript().connection(client, server, { says: ['get it', 'x'.repeat(3 * segmentBytes)] })

describe('payloadBytesMax', () => {
  it.each([
    { payloadBytesMax: segmentBytes - 1, serverSegments: 1 },
    { payloadBytesMax: segmentBytes, serverSegments: 2 },
    { payloadBytesMax: 3 * segmentBytes, serverSegments: 3 },
  ])(
    'of $payloadBytesMax shows $serverSegments of 3 segments',
    ({ payloadBytesMax, serverSegments }) => {
      expect(shownTo(download(), { payloadBytesMax })).toEqual([
        '0: client 6',
        ...Array(serverSegments).fill(`0: server ${segmentBytes}`),
      ])
    },
  )

  it('bounds each direction and each observer by itself, and keeps the order of the list', () => {
    const script = new TrafficScript().connection(client, server, { says: ['ab', 'c', 'def', 'g'] })
    expect(shownTo(script, { payloadBytesMax: 1 }, {}, { payloadBytesMax: 2 })).toEqual([
      ...['0: client 2', '1: client 2', '2: client 2'],
      ...['0: server 1', '1: server 1', '2: server 1'],
      ...['1: client 3', '2: client 3'],
      ...['0: server 1', '1: server 1', '2: server 1'],
    ])
  })

  it('holds for observers of an application and of a port too', () => {
    const script = new TrafficScript().connection(client, server, { says: ['ab', '', 'cd'] })
    expect(
      shownTo(
        script,
        { payloadBytesMax: 1, applications: [Application.other] },
        { payloadBytesMax: 1, ports: [8_000] },
        { payloadBytesMax: 2, ports: [8_000] },
        { ports: [8_001] },
      ),
    ).toEqual(['0: client 2', '1: client 2', '2: client 2', '2: client 2'])
  })
})

describe('allRequests', () => {
  const request = 'GET / HTTP/1.1\r\n\r\n'
  const answer = 'HTTP/1.1 204 No Content\r\n\r\n'
  const session = [request, answer, request, answer]

  it('shows the requests of an HTTP connection beyond payloadBytesMax, and no answers', () => {
    const script = new TrafficScript().connection(client, server, { says: session })
    const client0 = `0: client ${request.length}`
    expect(shownTo(script, { payloadBytesMax: 1, allRequests: true })).toEqual([
      client0,
      `0: server ${answer.length}`,
      client0,
    ])
    expect(shownTo(script, { payloadBytesMax: 1 })).toHaveLength(2)
  })

  it('means HTTP alone', () => {
    const script = new TrafficScript().connection(client, server, { says: ['ab', '', 'cd'] })
    expect(shownTo(script, { payloadBytesMax: 1, allRequests: true })).toEqual(['0: client 2'])
  })
})
