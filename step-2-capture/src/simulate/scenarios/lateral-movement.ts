import { exchangeHttp } from '../conversation/http-exchange.ts'
import { SmbSession } from '../conversation/smb-session.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import { RpcInterface, rpcBind, rpcBindAck } from '../packet-builder/dcerpc.ts'
import { ntlmNegotiate } from '../packet-builder/ntlm.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'
import { exchange } from './zerologon.ts'

export const lateralMovement: Scenario = {
  name: 'lateral_movement',
  description: 'One host logs in to many others by SMB, RPC and WinRM, and runs a program on some.',
  kind: 'attack',
  technique: 'T1021.002',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const attacker = random.pick(office.workstations).host
    const others = office.localHosts.filter((host) => host !== attacker && host.openPorts.has(445))
    const victims = random.sample(others, random.integer(6, 12))
    const tools = random.sample([moveBySmb, moveByRpc, moveByWinRm], random.integer(1, 3))
    const details = {
      hosts: victims.length,
      tools: tools.map(({ name }) => name.slice(6)).join(', '),
    }
    const start = { kind: 'lateral_movement', attacker, victims, details }
    const run = function* () {
      for (const victim of victims) {
        for (const move of tools) yield* move(stage, attacker, victim)
        yield random.exponential(3e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

/** Logs in, and where that works copies a service to ADMIN$ and starts it, as PsExec does. */
export function* moveBySmb(stage: Stage, client: Host, server: Host): Process {
  const session = new SmbSession(stage.network, { client, server }, 'OFFICE')
  if (!(yield* session.open())) return
  const isAdmin = stage.random.chance(0.4)
  yield* session.login('administrator', isAdmin)
  if (isAdmin) {
    yield* session.connectTree('ADMIN$')
    const program = Buffer.concat([Buffer.from('MZ'), stage.network.ciphertext.take(28_000)])
    yield* session.writeFile('PSEXESVC.exe', program)
    yield* session.connectTree('IPC$')
    yield* session.writeFile('svcctl', rpcBind(1, RpcInterface.serviceControl))
  }
  yield* session.conversation.close('client')
}

/** Asks the endpoint mapper which services there are. */
function* moveByRpc(stage: Stage, client: Host, server: Host): Process {
  const conversation = new TcpConversation(stage.network, { client, server, port: 135 })
  if (!(yield* conversation.open())) return
  const answer = rpcBindAck(1, 135)
  yield* exchange(conversation, rpcBind(1, RpcInterface.endpointMapper), answer)
  yield* conversation.close('client')
}

/** Tries remote PowerShell; most machines refuse. */
function* moveByWinRm(stage: Stage, client: Host, server: Host): Process {
  const conversation = new TcpConversation(stage.network, { client, server, port: 5985 })
  if (!(yield* conversation.open())) return
  const headers = {
    Host: `${server.address}:5985`,
    'User-Agent': 'Microsoft WinRM Client',
    'Content-Type': 'application/soap+xml;charset=UTF-8',
    Authorization: `Negotiate ${ntlmNegotiate().toString('base64')}`,
  }
  const body =
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/></s:Envelope>'
  yield* exchangeHttp(conversation, {
    request: { method: 'POST', target: '/wsman', headers, body },
    response: {
      status: 401,
      headers: { Server: 'Microsoft-HTTPAPI/2.0', 'WWW-Authenticate': 'Negotiate' },
    },
  })
  yield* conversation.close('server')
}
