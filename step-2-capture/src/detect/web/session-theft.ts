import { HttpKind } from '../../decode/http.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { hashText } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 4,096 sessions at 300 B are 1.2 MB. */
export const sessionCountMax = 4_096
/** Longest part of a session cookie that is compared. */
const cookieLengthMax = 512

/** Names that frameworks give the cookie of a session. */
const sessionCookieNames =
  'PHPSESSID|JSESSIONID|ASP\\.NET_SessionId|ASPSESSIONID\\w{8}|CFTOKEN|connect\\.sid|' +
  'laravel_session|sessionid|session_id|sid'

export const sessionTheft = defineDetector({
  name: 'session_theft',
  family: 'behaviour',
  about:
    'The cookie of a session that a second host uses with another browser; a proxy, which passes ' +
    "the same browser's name on, is left alone.",
  kinds: [
    {
      id: 'session_theft',
      title:
        '{source} sent {requests} in a session at {target} that {owner} began with another browser ' +
        '(threshold: {limit})',
      technique: techniques.T1539,
      recommend:
        'End the session at the server, and have its user log in again over HTTPS: a host that saw ' +
        "the cookie on the wire is logged in with the user's rights.",
    },
  ],
  options: {
    requestCountMin: limit(1, { about: 'Requests of the second host', unit: 'requests' }),
    cookieLengthMin: limit(16, {
      about:
        'Shortest value of a session cookie: a shorter one can be guessed, or names no session',
      unit: 'characters',
      max: cookieLengthMax,
    }),
    forgetAfterSeconds: seconds(86_400, {
      about: 'A pause after which a session is forgotten',
      min: 1,
    }),
    allow: allowSources('Second hosts that take sessions over, such as a proxy or a tester'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, http } = traffic
    const { requestCountMin, cookieLengthMin, forgetAfterSeconds } = settings
    const value = `[^;]{${cookieLengthMin},${cookieLengthMax}}`
    const sessionCookie = new RegExp(`(?:^|;\\s?)(?:${sessionCookieNames})=(${value})`, 'i')
    const bounds = { traffic, countMax: sessionCountMax, forgetAfterSeconds }
    const sessions = new TrackerTable({ ...bounds, tracker: Session })

    function report(session: Session, second: HostId): void {
      reporter.emit({
        restate: () => report(session, second),
        ...about(session),
        kind: 'session_theft',
        severity: 'medium',
        score: 0.7,
        confidence: 0.75,
        source: second,
        target: session.host,
        values: {
          requests: counted(session.count, 'request'),
          owner: hosts.text(session.client),
          limit: requestCountMin,
        },
        reasons: [countReason('requests', session.count, { typical: 0, unit: 'requests' })],
      })
    }

    return {
      onHttp() {
        if (http.kind !== HttpKind.request) return
        const cookie = sessionCookie.exec(http.header('cookie') ?? '')?.[1]
        if (cookie === undefined) return
        const client = flows.originator(traffic.flow)
        const browser = hashText(http.header('user-agent') ?? '', traffic.byteSeed)
        const server = flows.responder(traffic.flow)
        const session = sessions.open({ host: server, part: hashText(cookie, traffic.byteSeed) })
        if (session.client === noHost) session.begin(client, browser)
        if (session.client === client || session.browser === browser) return
        session.count++
        session.evidence.addPacket(traffic)
        if (session.hasDoubled(session.count, requestCountMin)) report(session, client)
      },
    }
  },
})

/** A server and a hash of a cookie. */
class Session extends Tracker {
  /** The host and the hash of the browser that began it. */
  client = noHost
  browser = -1
  /** Requests of other hosts with other browsers. */
  count = 0

  begin(client: HostId, browser: number): void {
    this.client = client
    this.browser = browser
  }
}
