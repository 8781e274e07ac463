import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import { FlowColumn, FlowState } from './flow-column.ts'
import type { FlowId } from './flow-rows.ts'

const { syn, ack, psh } = TcpFlag
const [client, server] = ['10.4.0.5:50000', '10.4.0.9:7070']

function flowsOf(script: TrafficScript) {
  const found: { state: string; retransmissions: number; payloadBytes: number }[] = []
  script.detect(({ flows }) => ({
    onFlowEnd(flow: FlowId) {
      found.push({
        state: stateName(flows.state(flow)),
        retransmissions: flows.value(flow, FlowColumn.retransmissions),
        payloadBytes: flows.originatorPayloadBytes(flow),
      })
    },
  }))
  return found
}

function stateName(state: number): string {
  return Object.entries(FlowState).find(([, value]) => value === state)?.[0] ?? '?'
}

/** A connection between the same ends whose numbers begin elsewhere. */
function dial(script: TrafficScript, first: number, close: boolean): void {
  const segment = (sequence: number, payload = '') => ({ sequence, payload })
  script.tcp(client, server, syn, { sequence: first })
  script.tcp(server, client, syn | ack, { sequence: first + 7_000_000 })
  script.tcp(client, server, ack, segment(first + 1))
  script.tcp(client, server, ack | psh, segment(first + 1, 'twelve bytes'))
  script.tcp(server, client, ack, segment(first + 7_000_001))
  if (close) script.tcp(client, server, TcpFlag.fin | ack, segment(first + 13))
  if (close) script.tcp(server, client, TcpFlag.fin | ack, segment(first + 7_000_001))
}

describe('a SYN on ports that a flow has', () => {
  it.each([
    [true, 'closed'],
    [false, 'established'],
  ])('with a new number begins a new flow (closed before: %s)', (close, state) => {
    const script = new TrafficScript()
    for (const first of [90_000, 4_000_000_000, 1_000]) {
      dial(script, first, close)
      script.wait(2)
    }
    const flow = { state, retransmissions: 0, payloadBytes: 12 }
    expect(flowsOf(script)).toEqual([flow, flow, flow])
  })

  it('that is sent again is part of the flow', () => {
    const script = new TrafficScript().tcp(client, server, syn, { sequence: 90_000 }).wait(1)
    dial(script, 90_000, true)
    script.tcp(client, server, syn, { sequence: 90_000 })
    expect(flowsOf(script)).toHaveLength(1)
  })

  it('behind its SYN-ACK, as two taps record it, is part of the flow', () => {
    const script = new TrafficScript()
    script.tcp(server, client, syn | ack, { sequence: 400 }).wait(0.004)
    script.tcp(client, server, syn, { sequence: 100 }).wait(0.001)
    script.tcp(client, server, ack | psh, { sequence: 101, payload: 'hello' })
    expect(flowsOf(script)).toMatchObject([{ state: 'established', retransmissions: 0 }])
  })
})

it('takes a connection whose SYN-ACK the capture lacks for established', () => {
  const script = new TrafficScript().tcp(client, server, syn, { sequence: 100 })
  script.tcp(client, server, ack | psh, { sequence: 101, payload: 'ask' })
  script.tcp(server, client, ack | psh, { sequence: 401, payload: 'answer' })
  expect(flowsOf(script)).toMatchObject([{ state: 'established' }])
})

it('counts keep-alives neither as retransmissions nor as payload', () => {
  const script = new TrafficScript()
  dial(script, 500, false)
  for (let count = 0; count < 7; count++) {
    const payload = count % 2 === 0 ? '\0' : ''
    script.wait(30).tcp(client, server, ack, { sequence: 512, payload })
  }
  expect(flowsOf(script)).toEqual([{ state: 'established', retransmissions: 0, payloadBytes: 12 }])
})
