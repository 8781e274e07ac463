import { Application } from '../../flow/application.ts'
import { defineDetector } from '../seam/detector.ts'
import { cameraLogins } from './camera-logins.ts'
import { desktopLogins } from './desktop-logins.ts'
import { failedLogins } from './failed-logins.ts'
import { httpLogins } from './http-logins.ts'
import { loginKinds, loginOptions } from './login-options.ts'
import { repliedApplications, replyLogins } from './reply-logins.ts'
import { sshLogins } from './ssh-logins.ts'

/** Logins that fail one after another, as four kinds of protocols show it. */
export const loginGuessing = defineDetector({
  name: 'login_guessing',
  family: 'behaviour',
  about:
    'Logins that fail one after another: by the answers of mail, file, web, database, directory and ' +
    'other servers in clear text, by the sizes of messages in SSH, by short connections to remote desktops, and by the pace of requests to a login page.',
  kinds: loginKinds,
  options: loginOptions,
  watch(traffic, settings, reporter) {
    const { applications, flows } = traffic
    const failed = failedLogins(traffic, settings, reporter)
    const ssh = sshLogins(traffic, settings, failed)
    const judgeDesktop = desktopLogins(traffic, settings, failed)
    const seeReply = replyLogins(traffic, settings, failed)
    const seeCamera = cameraLogins(traffic, failed)
    const ownApplications = [Application.ssh, Application.rdp, Application.vnc, Application.rtsp]
    return {
      applications: [...ownApplications, ...repliedApplications],
      onPayload() {
        const application = applications.of(traffic.flow)
        if (application === Application.rtsp) seeCamera()
        else if (flows.fromOriginator) return
        else if (application === Application.ssh) ssh.seeServerPayload()
        else seeReply()
      },
      onHttp: httpLogins(traffic, failed),
      onFlowClosed(flow) {
        ssh.judge(flow)
        judgeDesktop(flow)
      },
      onFlowEnd: ssh.judge,
    }
  },
})
