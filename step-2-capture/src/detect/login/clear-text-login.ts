import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { aboutService, serviceKey } from '../track/service.ts'

/** 2,048 clients and services at 250 B are 0.5 MB. */
export const loginCountMax = 2_048

/** What a client sends when it gives its password, by protocol. */
const passwordLines: ReadonlyMap<number, RegExp> = new Map([
  [Application.ftp, /^PASS (?!anonymous|guest|\S*@)\S/im],
  [Application.pop3, /^PASS \S/im],
  [Application.imap, /^\S+ LOGIN \S+ \S/im],
  [Application.smtp, /^AUTH (?:PLAIN|LOGIN)/im],
  [Application.irc, /^PASS \S/im],
])
/** Telnet passwords come letter by letter, so the server's question is matched instead. */
const passwordPrompt = /password: ?$/i

export const clearTextLogin = defineDetector({
  name: 'clear_text_login',
  family: 'behaviour',
  about:
    'A password that crosses the network in clear text over FTP, POP3, IMAP, SMTP, IRC, Telnet or ' +
    'HTTP; anonymous FTP logins and tokens are left alone.',
  kinds: [
    {
      id: 'clear_text_login',
      title:
        '{source} sent {passwords} in clear text to {service} over {protocol} (threshold: {limit})',
      technique: techniques.T1040,
      recommend:
        'Every device on the path can read this password. Use the encrypted form of the protocol ' +
        '(SFTP, SSH, HTTPS, POP3S, IMAPS), and change the password.',
    },
  ],
  options: {
    passwordCountMin: limit(1, {
      about: 'Passwords of one client to a service',
      unit: 'passwords',
    }),
    lineBytesMax: limit(256, {
      about: 'Longest payload that is read as a command: it is one short line',
      unit: 'bytes',
      max: 1_460,
    }),
    forgetAfterSeconds: forgetAfter('a client and service are'),
    allow: allowTargets('Servers that have no encrypted login'),
  },
  watch(traffic, { passwordCountMin, lineBytesMax, forgetAfterSeconds }, reporter) {
    const { applications, flows, http } = traffic
    const logins = new EventCounter(traffic, {
      countMax: loginCountMax,
      forgetAfterSeconds,
      eventCountMin: passwordCountMin,
    })

    function count(application: number): void {
      const login = logins.countPacket(serviceKey(traffic, traffic.flow))
      if (login) report(login, application)
    }

    function report(login: EventTracker, application: number): void {
      const stated = aboutService(traffic, login)
      reporter.emit({
        restate: () => report(login, application),
        ...stated,
        kind: 'clear_text_login',
        severity: 'low',
        score: 0.4,
        confidence: 0.95,
        values: {
          passwords: counted(login.count, 'password'),
          service: stated.targetGroup,
          protocol: applicationNames[application]!.toUpperCase(),
          limit: passwordCountMin,
        },
        reasons: [countReason('passwords', login.count, { typical: 0, unit: 'logins' })],
      })
    }

    return {
      applications: [...passwordLines.keys(), Application.telnet],
      onPayload() {
        const { packet, frame } = traffic
        const application = applications.of(traffic.flow)
        const isTelnet = application === Application.telnet
        const pattern = isTelnet ? passwordPrompt : passwordLines.get(application)
        if (!pattern || flows.fromOriginator === isTelnet) return
        const { payloadOffset: start, payloadLength } = frame
        if (payloadLength > lineBytesMax) return
        if (pattern.test(latin1Text(packet.bytes, start, start + payloadLength))) count(application)
      },
      onHttp() {
        if (http.kind !== HttpKind.request) return
        const credentials = http.header('authorization')
        if (credentials !== null && /^basic /i.test(credentials)) count(Application.http)
      },
    }
  },
})
