import { SshLogin } from '../../decode/ssh-login.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { FailedLogins } from './failed-logins.ts'
import type { LoginSettings } from './login-options.ts'

/** SSH connections that are watched at once: 2,048 of 300 B are 600 kB. */
export const sshCountMax = 2_048

/** Failed logins over SSH, by how many sizes the server's answers have. */
export class SshLogins {
  readonly #traffic: Traffic
  readonly #settings: LoginSettings
  readonly #failed: FailedLogins
  readonly #logins = new BoundedMap<FlowId, SshLogin>({ countMax: sshCountMax })

  constructor(traffic: Traffic, settings: LoginSettings, failed: FailedLogins) {
    this.#traffic = traffic
    this.#settings = settings
    this.#failed = failed
  }

  /** The current packet is of a server. */
  seeServerPayload(): void {
    const { flow, packet, frame } = this.#traffic
    const { payloadOffset, payloadLength, payloadWireLength } = frame
    const login = this.#logins.get(flow) ?? this.#watch(flow)
    login.addServerPayload(packet.bytes, payloadOffset, payloadLength, payloadWireLength)
  }

  /** The connection is over: the logins that it tried are counted, once. */
  judge(flow: FlowId): void {
    const login = this.#logins.get(flow)
    if (!login) return
    this.#logins.delete(flow)
    for (let i = this.#failedTries(login); i > 0; i--) this.#failed.count(flow, Application.ssh)
  }

  #watch(flow: FlowId): SshLogin {
    const login = new SshLogin()
    this.#logins.set(flow, login)
    return login
  }

  /** Tries that were refused, if the connection ended without a session; 0 when none were made. */
  #failedTries(login: SshLogin): number {
    const { sshAnswerCountMax, sshSizeCountMax } = this.#settings
    if (login.answerCount > sshAnswerCountMax) return 0
    const counts = [...login.answerSizes().values()]
    if (counts.length === 0 || counts.length > sshSizeCountMax) return 0
    // Clients first ask without a password, to learn which methods are allowed.
    return Math.max(1, Math.max(...counts) - 1)
  }
}
