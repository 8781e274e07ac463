import { SshLogin } from '../../decode/ssh-login.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { FailedLogins } from './failed-logins.ts'
import type { LoginSettings } from './login-options.ts'

/** SSH connections that are watched at once: 2,048 of 400 B are 800 kB. */
export const sshCountMax = 2_048

/** Failed logins over SSH, by how many sizes the server's answers have. */
export function sshLogins(traffic: Traffic, settings: LoginSettings, failed: FailedLogins) {
  const logins = new BoundedMap<FlowId, SshLogin>({ countMax: sshCountMax })

  function watch(flow: FlowId): SshLogin {
    const login = new SshLogin()
    logins.set(flow, login)
    return login
  }

  return {
    /** The current packet is of a server. */
    seeServerPayload(): void {
      const { flow, packet, frame } = traffic
      const { payloadOffset, payloadLength, payloadWireLength } = frame
      const login = logins.get(flow) ?? watch(flow)
      login.addServerPayload(packet.bytes, payloadOffset, payloadLength, payloadWireLength)
    },
    /** The connection is over: the logins that it tried are counted, once. */
    judge(flow: FlowId): void {
      const login = logins.get(flow)
      if (!login) return
      logins.delete(flow)
      for (let i = failedTries(login, settings); i > 0; i--) failed.count(flow, Application.ssh)
    },
  }
}

/** Tries that were refused, if the connection ended without a session; 0 when none were made. */
function failedTries(login: SshLogin, settings: LoginSettings): number {
  if (login.answerCount > settings.sshAnswerCountMax) return 0
  const counts = [...login.answerSizes().values()]
  if (counts.length === 0 || counts.length > settings.sshSizeCountMax) return 0
  // Clients first ask without a password, to learn which methods are allowed.
  return Math.max(1, Math.max(...counts) - 1)
}
