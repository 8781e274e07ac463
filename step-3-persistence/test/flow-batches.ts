import type { FlowBatch, FlowQuery, ReportedFlow } from 'step-2-capture'

/** The columns of a flow that a batch carries, as the flow table of step 2 has them. */
const columns = {
  count: 32,
  firstUs: 0,
  lastUs: 1,
  responderPort: 5,
  protocol: 6,
  state: 7,
  received: 13,
}

export interface GivenFlow extends Partial<ReportedFlow> {
  /** After the start, 2023-11-14 22:13:20 UTC. */
  readonly seconds?: number
  readonly port?: number
  readonly name?: string
}

/** A batch as a live run reports it: TCP to port 443 of 192.0.2.9 with an answer, unless it says otherwise. */
export function batchOf(...given: GivenFlow[]): FlowBatch {
  const values = new Float64Array(given.length * columns.count)
  const flows = given.map(({ seconds = 0, port = 443, name, ...flow }, index): ReportedFlow => {
    const at = index * columns.count
    values[at + columns.firstUs] = 1.7e15 + seconds * 1e6
    values[at + columns.lastUs] = 1.7e15 + seconds * 1e6
    values[at + columns.responderPort] = port
    values[at + columns.protocol] = 6
    values[at + columns.received] = 100
    return { ...plain, ...(name === undefined ? {} : { names: [name] }), ...flow }
  })
  return { sensor: 'a-sensor', capture: { source: 'live', name: 'eth0' }, values, flows }
}

const plain: ReportedFlow = {
  source: '10.0.0.5',
  target: '192.0.2.9',
  end: 'closed',
  application: 0,
  names: [],
  urls: [],
  ja3: null,
  ja4: null,
  tlsServerName: null,
  certificate: null,
}

export function flowQueryOf(asked: Partial<FlowQuery>): FlowQuery {
  return { limit: 100, offset: 0, ...asked }
}
