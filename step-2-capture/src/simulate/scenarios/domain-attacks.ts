import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { ber, berInteger } from '../packet-builder/ber.ts'
import {
  ndrNumber,
  ndrString,
  ndrStub,
  RpcInterface,
  rpcBind,
  rpcBindAck,
  rpcRequest,
  rpcResponse,
} from '../packet-builder/dcerpc.ts'
import type { Scenario } from './scenario.ts'
import { exchange } from './zerologon.ts'

const kerberosPort = 88
/** Tags of Kerberos messages and of what stands in them (RFC 4120 section 5). */
const Tag = { asRequest: 0x6a, error: 0x7e, sequence: 0x30, text: 0x1b, time: 0x18 } as const
/** The password is wrong (RFC 4120 section 7.5.9). */
const preauthFailed = 24
const realm = 'OFFICE.EXAMPLE'

export const kerberosGuessing: Scenario = {
  name: 'kerberos_guessing',
  description: 'One host tries one password on dozens of users of a domain, by Kerberos.',
  kind: 'attack',
  technique: 'T1110.003',
  durationSeconds: 150,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.insider(random)
    const server = office.machines.fileServer
    server.openPorts.add(kerberosPort)
    const tries = random.integer(25, 60)
    const start = {
      kind: 'kerberos_guessing',
      attacker: client,
      victims: [server],
      details: { tries },
    }
    const run = function* () {
      for (let attempt = 0; attempt < tries; attempt++) {
        const ends = { client, server, port: kerberosPort }
        const conversation = new TcpConversation(network, ends)
        if (!(yield* conversation.open())) return
        yield* exchange(conversation, ticketRequest(random.text(7), random.next()), refusal())
        yield* conversation.close('client')
        yield random.exponential(900_000)
      }
    }
    yield* stage.attack(start, run())
  },
}

const field = (index: number, ...parts: Uint8Array[]) => ber(0xa0 + index, ...parts)
const text = (value: string) => ber(Tag.text, Buffer.from(value))

/** In TCP the length stands first (RFC 4120 section 7.2.2). */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  return Buffer.concat([length, message])
}

function principal(type: number, ...names: readonly string[]): Buffer {
  return ber(
    Tag.sequence,
    field(0, berInteger(type)),
    field(1, ber(Tag.sequence, ...names.map(text))),
  )
}

function ticketRequest(user: string, nonce: number): Buffer {
  const body = ber(
    Tag.sequence,
    field(0, Buffer.from('03050040810010', 'hex')),
    field(1, principal(1, user)),
    field(2, text(realm)),
    field(3, principal(2, 'krbtgt', realm)),
    field(5, ber(Tag.time, Buffer.from('20370913024805Z'))),
    field(7, berInteger(nonce & 0x7fffffff)),
    field(8, ber(Tag.sequence, berInteger(18), berInteger(17))),
  )
  const request = [field(1, berInteger(5)), field(2, berInteger(10)), field(4, body)]
  return framed(ber(Tag.asRequest, ber(Tag.sequence, ...request)))
}

function refusal(): Buffer {
  const error = [
    field(0, berInteger(5)),
    field(1, berInteger(30)),
    field(4, ber(Tag.time, Buffer.from('20260114090000Z'))),
    field(5, berInteger(1)),
    field(6, berInteger(preauthFailed)),
    field(9, text(realm)),
    field(10, principal(2, 'krbtgt', realm)),
  ]
  return framed(ber(Tag.error, ber(Tag.sequence, ...error)))
}

/** Operation 0 of the Encrypting File System: opens a file by its path ([MS-EFSR] 3.1.4.2.1). */
const openFileRaw = 0
const rpcPort = 49_667

export const coercedLogin: Scenario = {
  name: 'coerced_login',
  description: 'A server is made to open a file at the attacker, to whom it then logs in.',
  kind: 'attack',
  technique: 'T1187',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.intruder()
    const server = office.machines.fileServer
    server.openPorts.add(rpcPort)
    const details = { port: rpcPort, tool: 'petitpotam' }
    const start = { kind: 'authentication_coercion', attacker: client, victims: [server], details }
    const run = function* () {
      const conversation = new TcpConversation(network, { client, server, port: rpcPort })
      if (!(yield* conversation.open())) return
      const bindings = rpcBindAck(1, rpcPort)
      yield* exchange(conversation, rpcBind(1, RpcInterface.encryptedFiles), bindings)
      for (let call = 2; call < 4; call++) {
        const path = `\\\\${client.address}\\${random.text(6)}\\${random.text(8)}.txt`
        const stub = ndrStub(ndrString(path), ndrNumber(0, 4))
        // The handle that it did not get, and "the network path was not found".
        const answer = Buffer.concat([Buffer.alloc(20), Buffer.from([0x35, 0, 0, 0])])
        const response = rpcResponse(call, answer)
        yield* exchange(conversation, rpcRequest(call, openFileRaw, stub), response)
        yield random.exponential(2e6)
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
