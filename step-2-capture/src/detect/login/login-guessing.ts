import { Application } from '../../flow/application.ts'
import { defineDetector } from '../seam/detector.ts'
import { DesktopLogins } from './desktop-logins.ts'
import { FailedLogins } from './failed-logins.ts'
import { HttpLogins } from './http-logins.ts'
import { loginKinds, loginOptions } from './login-options.ts'
import { ReplyLogins, repliedApplications } from './reply-logins.ts'
import { SshLogins } from './ssh-logins.ts'

/** Logins that fail one after another, as four kinds of protocols show it. */
export const loginGuessing = defineDetector({
  name: 'login_guessing',
  family: 'behaviour',
  about:
    'Logins that fail one after another: by reply codes in clear text, by the sizes of messages in ' +
    'SSH, by short connections to remote desktops, and by the pace of requests to a login page.',
  kinds: loginKinds,
  options: loginOptions,
  watch(traffic, settings, reporter) {
    const { applications, flows } = traffic
    const failed = new FailedLogins(traffic, settings, reporter)
    const ssh = new SshLogins(traffic, settings, failed)
    const desktops = new DesktopLogins(traffic, settings, failed)
    const replies = new ReplyLogins(traffic, settings, failed)
    const pages = new HttpLogins(traffic, failed)
    return {
      applications: [Application.ssh, Application.rdp, Application.vnc, ...repliedApplications],
      onPayload() {
        if (flows.fromOriginator) return
        if (applications.of(traffic.flow) === Application.ssh) ssh.seeServerPayload()
        else replies.seeServerPayload()
      },
      onHttp: () => pages.see(),
      onFlowClosed(flow) {
        ssh.judge(flow)
        desktops.judge(flow)
      },
      onFlowEnd: (flow) => ssh.judge(flow),
    }
  },
})
