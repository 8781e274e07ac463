import { Application, applicationNames } from '../../flow/application.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { challengeIn, challengeInHead, challengingApplications } from './relayed-challenges.ts'

/** The latest 1,024 challenges of 200 B, and pairs of hosts of 300 B. */
export const challengeCountMax = 1_024

/** Who gave a challenge to whom, and by what. */
interface Given {
  readonly client: HostId
  readonly server: HostId
  readonly application: number
  readonly timeUs: number
}

/** A host that passes logins on, and the server that it logs in to. */
class Relay extends Tracker {
  count = 0
  victim = ''
  protocols = ''
  isProxy = true
}

export const loginRelay = defineDetector({
  name: 'login_relay',
  family: 'behaviour',
  about:
    'One challenge of NTLM on two connections: a host passes the login of another one on to a server ' +
    '(SMB, LDAP, RPC, SQL Server and HTTP in clear text). Between HTTP and HTTP it is low, as ' +
    'proxies pass logins on.',
  kinds: [
    {
      id: 'login_relay',
      title:
        '{source} passed {logins} of {victim} on to {target} ({protocols}; threshold: {limit})',
      technique: techniques['T1557.001'],
      recommend:
        'Isolate the source: it works on the target with the rights of another host or user. Demand ' +
        'signing in SMB and LDAP, channel binding for LDAP over TLS and web services, and turn LLMNR off.',
    },
  ],
  options: {
    loginCountMin: limit(1, { about: 'Logins that one host passes on', unit: 'logins' }),
    spanSeconds: seconds(60, {
      about: 'The challenge is on both connections within this time',
      min: 1,
    }),
    forgetAfterSeconds: forgetAfter('a host and its server are', 3_600),
    allow: allowSources('Hosts that pass logins on, such as a proxy or a load balancer'),
  },
  watch(traffic, { loginCountMin, spanSeconds, forgetAfterSeconds }, reporter) {
    const { applications, flows, hosts } = traffic
    const challenges = new BoundedMap<string, Given>({ countMax: challengeCountMax })
    const bounds = { traffic, countMax: challengeCountMax, forgetAfterSeconds }
    const relays = new TrackerTable({ ...bounds, tracker: Relay })

    function see(challenge: string | null): void {
      if (challenge === null) return
      const { flow, timeUs } = traffic
      const [client, server] = [flows.originator(flow), flows.responder(flow)]
      const given = { client, server, application: applications.of(flow), timeUs }
      const before = challenges.get(challenge)
      challenges.renew(challenge, given)
      if (!before || timeUs - before.timeUs > spanSeconds * 1e6) return
      // The server challenges the host in the middle, and this one the victim; seldom the other way.
      if (before.client === server) count(before, given)
      else if (before.server === client) count(given, before)
    }

    function count(onward: Given, inward: Given): void {
      if (onward.client === inward.client) return
      const relay = relays.open({ host: onward.client, peer: onward.server })
      const [from, to] = [inward.application, onward.application]
      relay.count++
      relay.victim = hosts.text(inward.client)
      relay.protocols = `${nameOf(from)} to ${nameOf(to)}`
      relay.isProxy &&= from === Application.http && to === Application.http
      relay.evidence.addPacket(traffic)
      if (relay.hasDoubled(relay.count, loginCountMin)) report(relay)
    }

    function report(relay: Relay): void {
      const { count, victim, protocols, isProxy } = relay
      reporter.emit({
        restate: () => report(relay),
        ...about(relay),
        kind: 'login_relay',
        severity: isProxy ? 'low' : 'high',
        score: isProxy ? 0.4 : 0.9,
        confidence: isProxy ? 0.5 : 0.9,
        values: { logins: counted(count, 'login'), victim, protocols, limit: loginCountMin },
        reasons: [countReason('relayed_logins', count, { typical: 0, unit: 'logins' })],
      })
    }

    return {
      applications: challengingApplications,
      onPayload() {
        if (!flows.fromOriginator) see(challengeIn(traffic))
      },
      onHttp() {
        see(challengeInHead(traffic))
      },
    }
  },
})

const nameOf = (application: number) => applicationNames[application]!.toUpperCase()
