import { DceRpcKind, DceRpcMessage } from '../../decode/dce-rpc.ts'
import { SmbMessage } from '../../decode/smb.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter } from '../track/event-counter.ts'
import { growthScore } from '../track/severity-scale.ts'
import { type AbusedProcedure, abusedProcedures, procedureKinds } from './abused-procedures.ts'

/** 1,024 clients, servers and kinds at 250 B are 256 kB. */
export const callerCountMax = 1_024
const kerberosPort = 88

export const remoteProcedureAbuse = defineDetector({
  name: 'remote_procedure_abuse',
  family: 'behaviour',
  about:
    'Calls over DCE/RPC, also in pipes of SMB, that attackers need: copying the accounts of a ' +
    'domain, installing services, tasks and printer drivers, and forcing a login elsewhere. A ' +
    'domain controller may copy from another.',
  kinds: procedureKinds,
  options: {
    callCountMin: limit(1, { about: 'Such calls of one client to one server', unit: 'calls' }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    allow: allowSources('Clients that administer others, such as a management server'),
  },
  watch(traffic, settings, reporter) {
    const { applications, flows, hosts } = traffic
    const { callCountMin, forgetAfterSeconds } = settings
    const rpc = new DceRpcMessage()
    const smb = new SmbMessage()
    const callers = new EventCounter(traffic, {
      countMax: callerCountMax,
      forgetAfterSeconds,
      eventCountMin: callCountMin,
    })
    /** One more than the index of the interface that a flow has bound to, or 0. */
    const boundTo = new FlowMarks(flows)
    /** 1 for a host that answers Kerberos: a domain controller. */
    const isController = new Uint8Array(hosts.countMax)

    function seeMessages(bytes: Uint8Array, start: number, end: number): void {
      for (let at = start; rpc.parse(bytes, at, end); at = rpc.end) seeMessage()
    }

    function seeMessage(): void {
      const { flow } = traffic
      if (rpc.kind === DceRpcKind.bind || rpc.kind === DceRpcKind.alterContext) {
        boundTo.set(flow, 1 + abusedProcedures.findIndex(({ uuid }) => rpc.binds(uuid)))
        return
      }
      const procedure = abusedProcedures[boundTo.get(flow) - 1]
      if (procedure?.operations.includes(rpc.operation)) count(procedure)
    }

    function count({ kind, severity, isForControllers }: AbusedProcedure): void {
      const { flow } = traffic
      const host = flows.originator(flow)
      if (isForControllers && isController[host] === 1) return
      const part = procedureKinds.findIndex(({ id }) => id === kind)
      const caller = callers.countPacket({ host, peer: flows.responder(flow), part })
      if (!caller) return
      const scoreMin = severity === 'high' ? 0.85 : 0.65
      reporter.emit({
        ...about(caller),
        kind,
        severity,
        score: Math.max(scoreMin, growthScore(caller.count, 1)),
        confidence: 0.75,
        targetPort: flows.responderPort(flow),
        values: { calls: counted(caller.count, 'call'), limit: callCountMin },
        reasons: [countReason('calls', caller.count, { typical: 0, unit: 'calls' })],
      })
    }

    return {
      applications: [Application.rpc, Application.smb],
      onFlowAnswered(flow) {
        if (flows.responderPort(flow) === kerberosPort) isController[flows.responder(flow)] = 1
      },
      onHostEvict(host) {
        isController[host] = 0
      },
      onPayload() {
        if (!flows.fromOriginator) return
        const { bytes } = traffic.packet
        const { payloadOffset: start, payloadLength } = traffic.frame
        const end = start + payloadLength
        if (applications.of(traffic.flow) === Application.rpc) seeMessages(bytes, start, end)
        else if (smb.parse(bytes, start, end)) seeMessages(bytes, smb.dataStart, smb.dataEnd)
      },
    }
  },
})
