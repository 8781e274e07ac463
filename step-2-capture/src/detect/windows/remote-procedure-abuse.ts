import { Application } from '../../flow/application.ts'
import { severityRank } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { growthScore } from '../track/severity-scale.ts'
import { type AbusedProcedures, abusedProcedures } from './abused-procedures.ts'
import { DirectoryEnumeration, type ListingClient } from './directory-enumeration.ts'
import { enumeratingProcedures } from './enumerating-procedures.ts'
import { procedureKinds } from './procedure-kinds.ts'
import { RpcCalls, smbMessageCountMax } from './rpc-calls.ts'
import { isWinrmRequest } from './winrm-requests.ts'

/** 1,024 clients, servers, kinds and severities at 250 B are 256 kB. */
export const callerCountMax = 1_024
/** 256 clients and servers of WinRM at 250 B are 64 kB. */
export const shellCountMax = 256
const kerberosPort = 88
const severityCount = 5
const scoreMin = { low: 0.4, medium: 0.65, high: 0.85 } as const

export const remoteProcedureAbuse = defineDetector({
  name: 'remote_procedure_abuse',
  family: 'behaviour',
  about:
    'Calls over DCE/RPC, also in pipes of SMB, that attackers need: copying the accounts of a ' +
    'domain, reading secrets, running programs by services, tasks, WMI, DCOM and WinRM, changing accounts ' +
    'and the registry, clearing logs, listing accounts and sessions, and forcing a login elsewhere. ' +
    'The operation is readable also where the arguments are encrypted. What a domain controller ' +
    'asks another for, and what ordinary programs call too, is of low severity.',
  kinds: procedureKinds,
  options: {
    callCountMin: limit(1, { about: 'Such calls of one client to one server', unit: 'calls' }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    lookupCountMin: limit(5, {
      about:
        'Lists (each counts once a server) and accounts that one host asked for within a period',
      unit: 'calls',
      source: "MITRE's BZAR counts 5 discovery calls",
    }),
    lookupPeriodSeconds: seconds(300, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: 3_600,
    }),
    shellRequestCountMin: limit(5, {
      about:
        'Requests over WinRM of one client to one server: a shell takes more, a test of the ' +
        'connection and a refused login fewer',
      unit: 'requests',
    }),
    knownMessageCount: limit(200, {
      about:
        'Messages of SMB before a call in the same connection from which on what is of medium ' +
        'severity is low: a person who works with the files of a server may administer it, and a ' +
        'tool copies one program and starts it',
      unit: 'messages',
      max: smbMessageCountMax,
    }),
    allow: allowSources('Clients that administer others, such as a management server'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts } = traffic
    const { callCountMin, forgetAfterSeconds, lookupCountMin, knownMessageCount } = settings
    const callers = new EventCounter(traffic, {
      countMax: callerCountMax,
      forgetAfterSeconds,
      eventCountMin: callCountMin,
    })
    const shells = new EventCounter(traffic, {
      countMax: shellCountMax,
      forgetAfterSeconds,
      eventCountMin: settings.shellRequestCountMin,
    })
    const enumeration = new DirectoryEnumeration(traffic, settings.lookupPeriodSeconds)
    const isWatched = (uuid: string) => uuid in abusedProcedures || uuid in enumeratingProcedures
    const calls = new RpcCalls(traffic, isWatched, seeCall)
    /** 1 for a host that answers Kerberos: a domain controller, or one that plays it. */
    const isController = new Uint8Array(hosts.countMax)

    function seeCall(uuid: string, operation: number): void {
      for (const procedures of abusedProcedures[uuid] ?? []) {
        if (procedures.operations.includes(operation)) count(procedures)
      }
      const client = enumeration.count(uuid, operation)
      if (client?.hasDoubled(client.count, lookupCountMin)) reportListing(client)
    }

    function count({ kind, severity: given, isForControllers = false }: AbusedProcedures): void {
      const { flow } = traffic
      const host = flows.originator(flow)
      const isKnown = given === 'medium' && calls.smbMessageCount >= knownMessageCount
      const isExpected = isForControllers && isController[host] === 1
      const severity = isKnown || isExpected ? 'low' : given
      const kindIndex = procedureKinds.findIndex(({ id }) => id === kind)
      const part = kindIndex * severityCount + severityRank(severity)
      const caller = callers.countPacket({ host, peer: flows.responder(flow), part })
      if (caller) report(caller, kind, severity)
    }

    function report(
      caller: EventTracker,
      kind: AbusedProcedures['kind'],
      severity: keyof typeof scoreMin,
    ): void {
      const growth = severity === 'low' ? 0 : growthScore(caller.count, 1)
      reporter.emit({
        restate: () => report(caller, kind, severity),
        ...about(caller),
        kind,
        severity,
        score: Math.max(scoreMin[severity], growth),
        confidence: 0.75,
        targetPort: flows.responderPort(traffic.flow),
        values: { calls: counted(caller.count, 'call'), limit: callCountMin },
        reasons: [countReason('calls', caller.count, { typical: 0, unit: 'calls' })],
      })
    }

    function reportListing(client: ListingClient): void {
      const { flow } = traffic
      const { count } = client
      reporter.emit({
        restate: () => reportListing(client),
        ...about(client),
        kind: 'directory_enumeration',
        severity: 'medium',
        score: Math.max(0.65, growthScore(count, lookupCountMin)),
        confidence: 0.7,
        target: flows.responder(flow),
        values: { calls: counted(count, 'call'), limit: lookupCountMin },
        reasons: [
          countReason('lookups', count, { typical: lookupCountMin - 1, unit: 'calls' }),
          countReason('accounts', client.accountCount, { typical: 0, unit: 'calls' }),
        ],
      })
    }

    function reportShell(shell: EventTracker): void {
      const { count } = shell
      const minimum = settings.shellRequestCountMin
      reporter.emit({
        restate: () => reportShell(shell),
        ...about(shell),
        kind: 'winrm_session',
        severity: 'medium',
        score: Math.max(0.65, growthScore(count, minimum)),
        confidence: 0.7,
        targetPort: flows.responderPort(traffic.flow),
        values: { calls: counted(count, 'request'), limit: minimum },
        reasons: [countReason('requests', count, { typical: minimum - 1, unit: 'requests' })],
      })
    }

    return {
      applications: [Application.rpc, Application.smb],
      onFlowAnswered(flow) {
        if (flows.responderPort(flow) === kerberosPort) isController[flows.responder(flow)] = 1
      },
      onHttp() {
        if (!isWinrmRequest(traffic)) return
        const { flow } = traffic
        const shell = shells.countPacket({
          host: flows.originator(flow),
          peer: flows.responder(flow),
        })
        if (shell) reportShell(shell)
      },
      onHostEvict(host) {
        isController[host] = 0
      },
      onPayload() {
        if (flows.fromOriginator) calls.see()
      },
    }
  },
})
