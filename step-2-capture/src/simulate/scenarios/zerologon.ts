import { TcpConversation } from '../conversation/tcp-conversation.ts'
import {
  ndrBytes,
  ndrNumber,
  ndrString,
  ndrStub,
  RpcInterface,
  rpcBind,
  rpcBindAck,
  rpcRequest,
  rpcResponse,
} from '../packet-builder/dcerpc.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

/** Operations of Netlogon ([MS-NRPC] 3.5.4.4). */
const serverReqChallenge = 4
const serverAuthenticate3 = 26
const accessDenied = 0xc0000022

/** Port that the endpoint mapper names for Netlogon; it differs from machine to machine. */
const netlogonPort = 49_674

export const zerologon: Scenario = {
  name: 'zerologon',
  description:
    'Hundreds of Netlogon logins with a credential of zeros, until one passes by chance.',
  kind: 'attack',
  technique: 'T1210',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const victim = office.machines.fileServer
    victim.openPorts.add(netlogonPort)
    const tries = random.integer(120, 400)
    const start = { kind: 'netlogon_abuse', attacker, victims: [victim], details: { tries } }
    const run = function* () {
      const ends = { client: attacker, server: victim, port: netlogonPort }
      const conversation = new TcpConversation(stage.network, ends)
      if (!(yield* conversation.open())) return
      yield* exchange(conversation, rpcBind(1, RpcInterface.netlogon), rpcBindAck(1, netlogonPort))
      for (let attempt = 0; attempt < tries; attempt++) {
        const isLast = attempt === tries - 1
        yield* tryZeros(stage, conversation, { callId: 2 + attempt * 2, isLast })
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}

/** Challenge of zeros, then a credential of zeros: it fits one key in 256 (CVE-2020-1472). */
function* tryZeros(
  stage: Stage,
  conversation: TcpConversation,
  { callId, isLast }: { callId: number; isLast: boolean },
): Process {
  const computer = (conversation.server.host.name.split('.')[0] ?? 'dc').toUpperCase()
  const server = ndrString(`\\\\${computer}`, 'pointer')
  const name = ndrString(computer)
  const zeros = ndrBytes(Buffer.alloc(8))
  const ok = ndrNumber(0, 4)
  yield* exchange(
    conversation,
    rpcRequest(callId, serverReqChallenge, ndrStub(server, name, zeros)),
    rpcResponse(callId, ndrStub(ndrBytes(stage.random.bytes(8)), ok)),
  )
  const account = ndrString(`${computer}$`)
  const channelType = ndrNumber(6, 2)
  const flags = ndrNumber(0x212fffff, 4)
  const login = ndrStub(server, account, channelType, name, zeros, flags)
  const outcome = isLast ? ok : ndrNumber(accessDenied, 4)
  yield* exchange(
    conversation,
    rpcRequest(callId + 1, serverAuthenticate3, login),
    rpcResponse(callId + 1, ndrStub(zeros, flags, ok, outcome)),
  )
}

/** One request and its answer. */
export function* exchange(
  conversation: TcpConversation,
  request: Uint8Array,
  response: Uint8Array,
): Process {
  yield* conversation.send('client', request)
  yield conversation.reactionUs('server') + 400
  yield* conversation.send('server', response)
  yield conversation.reactionUs('client')
}
