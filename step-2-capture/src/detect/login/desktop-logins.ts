import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { FailedLogins } from './failed-logins.ts'
import type { LoginSettings } from './login-options.ts'

/** Failed logins to remote desktops (RDP, VNC): a session that shows its screen lasts and sends more. */
export class DesktopLogins {
  readonly #traffic: Traffic
  readonly #settings: LoginSettings
  readonly #failed: FailedLogins

  constructor(traffic: Traffic, settings: LoginSettings, failed: FailedLogins) {
    this.#traffic = traffic
    this.#settings = settings
    this.#failed = failed
  }

  /** The connection was closed by both ends, or reset. */
  judge(flow: FlowId): void {
    const { applications, flows } = this.#traffic
    const { desktopSecondsMin, desktopBytesMin } = this.#settings
    const application = applications.of(flow)
    if (application !== Application.rdp && application !== Application.vnc) return
    const us = flows.lastUs(flow) - flows.firstUs(flow)
    if (us >= desktopSecondsMin * 1e6) return
    if (flows.responderPayloadBytes(flow) < desktopBytesMin) this.#failed.count(flow, application)
  }
}
