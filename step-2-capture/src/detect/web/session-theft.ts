import { HttpKind } from '../../decode/http.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 4,096 sessions at 300 B are 1.2 MB. */
const groupCountMax = 4_096
const forgetAfterSeconds = 86_400

const sessionTheft: DetectionKind = {
  kind: 'session_theft',
  technique: techniques.T1539,
  recommendation:
    'End the session at the server, and have its user log in again over HTTPS: whoever saw the ' +
    'cookie on the wire is logged in as him.',
}

/** Names that frameworks give the cookie of a session, and a value too long to be guessed. */
const sessionCookie =
  /(?:^|;\s?)(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|ASPSESSIONID\w{8}|CFTOKEN|connect\.sid|laravel_session|sessionid|session_id|sid)=([^;]{16,512})/i

/** The cookie of a session that a second host uses, with another browser, after the first. */
export function createSessionTheft() {
  return (traffic: Traffic): TrafficObserver => {
    const sessions = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Session,
    })
    return {
      name: 'session_theft',
      onHttp() {
        const { http, flow, flows } = traffic
        if (http.kind !== HttpKind.request) return
        const cookie = sessionCookie.exec(http.header('cookie') ?? '')?.[1]
        if (cookie === undefined) return
        const server = flows.responder(flow)
        const client = flows.originator(flow)
        const browser = hashOf(http.header('user-agent') ?? '')
        const hash = hashOf(cookie)
        // Two sessions whose cookies share 16 bits of their hash take turns in one group.
        const session = sessions.open({ host: server, part: hash & 0xffff })
        if (session.hash !== hash) session.begin({ hash, client, browser })
        // A proxy or a router passes the same browser's name on; whoever steals has his own.
        if (session.client === client || session.browser === browser) return
        session.count++
        session.evidence.addPacket(traffic)
        if (session.hasDoubled(session.count, 1)) report(traffic, session, client)
      },
    }
  }

  function report(traffic: Traffic, session: Session, thief: HostId): void {
    const { hosts } = traffic
    reportGroup(traffic, session, {
      detector: 'session_theft',
      kind: sessionTheft,
      severity: 'medium',
      score: 0.7,
      confidence: 0.75,
      source: thief,
      target: session.host,
      title:
        `${hosts.text(thief)} uses a session at ${hosts.text(session.host)} that ` +
        `${hosts.text(session.client)} began with another browser (usual: 0)`,
      reasons: [countReason('requests', session.count, { typical: 0, unit: 'requests' })],
    })
  }
}

interface Start {
  readonly hash: number
  readonly client: HostId
  readonly browser: number
}

class Session extends Tracker {
  hash = -1
  client = noHost
  browser = -1
  count = 0

  begin({ hash, client, browser }: Start): void {
    this.hash = hash
    this.client = client
    this.browser = browser
    this.count = 0
    this.evidence.clear()
  }
}

function hashOf(text: string): number {
  const bytes = Buffer.from(text, 'latin1')
  return hashBytes(bytes, 0, bytes.length)
}
