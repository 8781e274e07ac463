import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { FailedLogins } from './failed-logins.ts'

/** Request line, sequence number, agent and credentials fit in it. */
const headLength = 512
const credentials = /\r\nAuthorization: /i
const refusal = /^RTSP\/\d\.\d 401 /
/** The password is right, and only the server's number for it is too old (RFC 7616, section 3.3). */
const isStale = /stale="?true/i

/**
 * Sees what is said in RTSP (RFC 2326), as cameras speak it: credentials that are refused with 401.
 * A first request brings none, and its 401 refuses nothing.
 */
export function cameraLogins(traffic: Traffic, failed: FailedLogins) {
  const { flows } = traffic
  /** 1 for a flow of which the latest request brought credentials. */
  const hasCredentials = new FlowMarks(flows)
  return (): void => {
    const { flow, packet, frame } = traffic
    const { payloadOffset: start, payloadLength } = frame
    if (!flows.fromOriginator && hasCredentials.get(flow) === 0) return
    const text = latin1Text(packet.bytes, start, start + Math.min(payloadLength, headLength))
    if (flows.fromOriginator) hasCredentials.set(flow, credentials.test(text) ? 1 : 0)
    else if (refusal.test(text) && !isStale.test(text)) failed.count(flow, Application.rtsp)
  }
}
