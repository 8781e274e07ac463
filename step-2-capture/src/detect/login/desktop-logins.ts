import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { FailedLogins } from './failed-logins.ts'
import type { LoginSettings } from './login-options.ts'

/**
 * Judges a closed connection to a remote desktop (RDP, VNC): a session that shows its screen lasts
 * longer and sends more than a login that fails.
 */
export function desktopLogins(
  { applications, flows }: Traffic,
  { desktopSecondsMin, desktopBytesMin }: LoginSettings,
  failed: FailedLogins,
) {
  return (flow: FlowId): void => {
    const application = applications.of(flow)
    if (application !== Application.rdp && application !== Application.vnc) return
    const us = flows.lastUs(flow) - flows.firstUs(flow)
    if (us >= desktopSecondsMin * 1e6) return
    if (flows.responderPayloadBytes(flow) < desktopBytesMin) failed.count(flow, application)
  }
}
