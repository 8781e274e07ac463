import { SmbSession } from '../conversation/smb-session.ts'
import { SshSession } from '../conversation/ssh-session.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import { rdpConnectionConfirm, rdpConnectionRequest } from '../packet-builder/rdp.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import { type Guess, rightPassword } from './guess.ts'
import type { Stage } from './scenario.ts'

/** SSH logins by libssh, as hydra makes them: all that shows is sizes, and the wait after each. */
export function* guessSsh(stage: Stage, { attacker, victim, passwords }: Guess): Process {
  const ends = { client: attacker, server: victim, clientSoftware: 'libssh_0.10.6' }
  const session = new SshSession(stage.network, ends)
  if (!(yield* session.open())) return
  for (const password of passwords) yield* session.tryPassword(password === rightPassword)
  yield* session.conversation.close('client')
}

/** SMB logins: each wrong one ends with STATUS_LOGON_FAILURE. */
export function* guessSmb(stage: Stage, guess: Guess): Process {
  const { attacker: client, victim: server, passwords, user } = guess
  const session = new SmbSession(stage.network, { client, server }, 'OFFICE')
  if (!(yield* session.open())) return
  for (const password of passwords) yield* session.login(user, password === rightPassword)
  yield* session.conversation.close('client')
}

/** RDP logins with NLA: TLS, three messages of CredSSP, and the server hangs up on a wrong one. */
export function* guessRdp(stage: Stage, guess: Guess): Process {
  const { attacker: client, victim: server, passwords, user } = guess
  const conversation = new TcpConversation(stage.network, { client, server, port: 3389 })
  if (!(yield* conversation.open())) return
  yield* conversation.send('client', rdpConnectionRequest(user))
  yield conversation.reactionUs('server') + 4000
  yield* conversation.send('server', rdpConnectionConfirm())
  yield conversation.reactionUs('client')
  const options = { client, server, serverName: undefined, profile: opensslTls }
  const session = new TlsSession(stage.network, { ...options, port: 3389 }, conversation)
  yield* session.handshake()
  for (const password of passwords) {
    yield* session.exchange({ requestLength: 57, answerLength: 190, thinkMs: 3 })
    const isRight = password === rightPassword
    yield* session.exchange({ requestLength: 610, answerLength: isRight ? 96 : 42, thinkMs: 25 })
    if (isRight) yield* session.exchange({ requestLength: 420, answerLength: 380, thinkMs: 300 })
  }
  yield conversation.reactionUs('server')
  conversation.reset('server')
}
