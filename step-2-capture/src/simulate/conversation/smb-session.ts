import type { Network } from '../network/network.ts'
import { ntlmAuthenticate, ntlmChallenge, ntlmNegotiate } from '../packet-builder/ntlm.ts'
import {
  closeRequest,
  closeResponse,
  createRequest,
  createResponse,
  errorResponse,
  negotiateRequest,
  negotiateResponse,
  renameRequest,
  SmbCommand,
  SmbStatus,
  sessionSetupRequest,
  sessionSetupResponse,
  setInfoResponse,
  smbEncrypted,
  smbMessage,
  treeConnectRequest,
  treeConnectResponse,
  writeRequest,
  writeResponse,
} from '../packet-builder/smb2.ts'
import type { Process } from '../simulator.ts'
import { TcpConversation, type TcpEnds } from './tcp-conversation.ts'

/** SMB 3.0.2 over TCP with an NTLM login, as Windows and impacket speak it. */
export class SmbSession {
  readonly conversation: TcpConversation
  readonly #network: Network
  readonly #domain: string
  #messageId = 0
  #sessionId = 0
  #treeId = 0

  constructor(network: Network, ends: Omit<TcpEnds, 'port'>, domain = 'WORKGROUP') {
    this.#network = network
    this.#domain = domain
    this.conversation = new TcpConversation(network, { ...ends, port: 445 })
  }

  /** Connects and agrees on the dialect. False when there is no answer. */
  *open(): Process<boolean> {
    if (!(yield* this.conversation.open())) return false
    const { client, server } = this.conversation
    const request = negotiateRequest(client.host.random.bytes(16))
    yield* this.#exchange(SmbCommand.negotiate, request, {
      body: negotiateResponse(server.host.random.bytes(16)),
    })
    return true
  }

  /** One login: challenge, answer, and whether the server took it. Who relays passes a challenge on. */
  *login(user: string, isRight: boolean, passedOn?: Uint8Array): Process {
    const { client, server } = this.conversation
    const names = { domain: this.#domain, computer: shortName(server.host.name) }
    const challenge = ntlmChallenge(names, passedOn ?? server.host.random.bytes(8))
    this.#sessionId = server.host.random.next()
    yield* this.#exchange(SmbCommand.sessionSetup, sessionSetupRequest(ntlmNegotiate()), {
      body: sessionSetupResponse(challenge),
      status: SmbStatus.moreProcessingRequired,
    })
    const answer = ntlmAuthenticate({
      ...names,
      user,
      workstation: shortName(client.host.name),
      proof: client.host.random.bytes(16),
      clientChallenge: client.host.random.bytes(8),
    })
    const success = { body: sessionSetupResponse(new Uint8Array(0)) }
    const failure = { body: errorResponse(), status: SmbStatus.logonFailure, thinkMs: 8 }
    const outcome = isRight ? success : failure
    yield* this.#exchange(SmbCommand.sessionSetup, sessionSetupRequest(answer), outcome)
  }

  /** Opens a share, as in `ADMIN$`; pipes are on `IPC$`. */
  *connectTree(share: string): Process {
    const { address } = this.conversation.server.host
    this.#treeId = 1 + (this.#treeId & 0xff)
    const type = share === 'IPC$' ? 2 : 1
    yield* this.#exchange(SmbCommand.treeConnect, treeConnectRequest(`\\\\${address}\\${share}`), {
      body: treeConnectResponse(type),
    })
  }

  /** Creates a file of `length` bytes on the share, in the clear. */
  *writeFile(path: string, content: Uint8Array): Process {
    const fileId = this.conversation.server.host.random.bytes(16)
    yield* this.#exchange(SmbCommand.create, createRequest(path), { body: createResponse(fileId) })
    for (let start = 0; start < content.length; start += 65_536) {
      const part = content.subarray(start, start + 65_536)
      yield* this.#exchange(SmbCommand.write, writeRequest(fileId, part), {
        body: writeResponse(part.length),
      })
    }
    yield* this.#exchange(SmbCommand.close, closeRequest(fileId), { body: closeResponse() })
  }

  /** Opens a file, writes over it, and gives it another name. */
  *overwriteFile(path: string, content: Uint8Array, newPath: string): Process {
    const fileId = this.conversation.server.host.random.bytes(16)
    yield* this.#exchange(SmbCommand.create, createRequest(path), { body: createResponse(fileId) })
    yield* this.#exchange(SmbCommand.write, writeRequest(fileId, content), {
      body: writeResponse(content.length),
    })
    const renamed = { body: setInfoResponse() }
    yield* this.#exchange(SmbCommand.setInfo, renameRequest(fileId, newPath), renamed)
    yield* this.#exchange(SmbCommand.close, closeRequest(fileId), { body: closeResponse() })
  }

  /** A request and its response on an encrypted session: only their sizes show. */
  *exchangeEncrypted(requestLength: number, responseLength: number): Process {
    const { conversation } = this
    const { ciphertext } = this.#network
    yield* conversation.send(
      'client',
      smbEncrypted(this.#sessionId, ciphertext.take(requestLength)),
    )
    yield conversation.reactionUs('server') + 400
    const response = smbEncrypted(this.#sessionId, ciphertext.take(responseLength))
    yield* conversation.send('server', response)
    yield conversation.reactionUs('client')
  }

  *#exchange(command: number, request: Buffer, response: SmbResponse): Process {
    const { conversation } = this
    const ids = { command, messageId: this.#messageId++, treeId: this.#treeId }
    const isNew = command === SmbCommand.sessionSetup && response.status !== undefined
    const opening = isNew && response.status === SmbStatus.moreProcessingRequired
    const asked = { ...ids, sessionId: opening ? 0 : this.#sessionId, isResponse: false }
    yield* conversation.send('client', smbMessage(asked, request))
    yield conversation.reactionUs('server') + (response.thinkMs ?? 0.4) * 1000
    const { status = SmbStatus.success } = response
    const answered = { ...ids, sessionId: this.#sessionId, isResponse: true, status }
    yield* conversation.send('server', smbMessage(answered, response.body))
    yield conversation.reactionUs('client')
  }
}

interface SmbResponse {
  readonly body: Buffer
  readonly status?: number
  readonly thinkMs?: number
}

function shortName(name: string): string {
  return (name.split('.')[0] ?? name).toUpperCase().slice(0, 15)
}
