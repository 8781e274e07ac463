import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { about } from './about-tracker.ts'
import type { Tracker, TrackerKey } from './tracker.ts'

/** The client of a flow, its server and the server's port. */
export function serviceKey({ flows }: Traffic, flow: FlowId): TrackerKey {
  return {
    host: flows.originator(flow),
    peer: flows.responder(flow),
    part: flows.responderPort(flow),
  }
}

/** What a statement takes from a tracker with the key of a service; grouped by `address:port`. */
export function aboutService({ hosts }: Traffic, tracker: Tracker) {
  const service = `${hosts.text(tracker.peer)}:${tracker.part}`
  return { ...about(tracker), targetPort: tracker.part, targetGroup: service }
}
