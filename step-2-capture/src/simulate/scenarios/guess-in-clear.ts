import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import type { Process } from '../simulator.ts'
import { type Guess, rightPassword } from './guess.ts'
import type { Stage } from './scenario.ts'

/** FTP logins: the reply code tells right (230) from wrong (530), a second or so later. */
export function* guessFtp(stage: Stage, guess: Guess): Process {
  const conversation = connection(stage, guess, 21)
  if (!(yield* conversation.open())) return
  yield* converse(conversation, [serverSays('220 (vsFTPd 3.0.3)', 4)])
  for (const password of guess.passwords) {
    const reply = password === rightPassword ? '230 Login successful.' : '530 Login incorrect.'
    yield* converse(conversation, [
      clientSays(`USER ${guess.user}`),
      serverSays('331 Please specify the password.'),
      clientSays(`PASS ${password}`),
      serverSays(reply, password === rightPassword ? 30 : 900),
    ])
  }
  yield* converse(conversation, [clientSays('QUIT'), serverSays('221 Goodbye.')])
  yield* conversation.close('server')
}

/** SMTP logins without TLS (RFC 4954): 235 is right, 535 wrong. */
export function* guessSmtp(stage: Stage, guess: Guess): Process {
  const conversation = connection(stage, guess, 25)
  const { domain } = stage.office
  if (!(yield* conversation.open())) return
  yield* converse(conversation, [
    serverSays(`220 mail.${domain} ESMTP Postfix (Debian/GNU)`, 5),
    clientSays('EHLO localhost'),
    serverSays(`250-mail.${domain}\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME`),
  ])
  for (const password of guess.passwords) {
    const isRight = password === rightPassword
    const login = Buffer.from(`\0${guess.user}@${domain}\0${password}`).toString('base64')
    yield* converse(conversation, [
      clientSays(`AUTH PLAIN ${login}`),
      isRight
        ? serverSays('235 2.7.0 Authentication successful', 20)
        : serverSays('535 5.7.8 Error: authentication failed: (reason unavailable)', 1500),
    ])
  }
  yield* converse(conversation, [clientSays('QUIT'), serverSays('221 2.0.0 Bye')])
  yield* conversation.close('server')
}

/** Options of the telnet protocol that both ends begin with (RFC 854): each "will" and "do". */
const telnetOffer = Buffer.from([255, 253, 24, 255, 253, 32, 255, 251, 1, 255, 251, 3])
const telnetAnswer = Buffer.from([255, 252, 24, 255, 252, 32, 255, 253, 1, 255, 253, 3])

/** Telnet logins, as infected devices try them: whole lines, no pauses for typing. */
export function* guessTelnet(stage: Stage, guess: Guess): Process {
  const conversation = connection(stage, guess, 23)
  if (!(yield* conversation.open())) return
  yield* conversation.send('server', telnetOffer)
  yield conversation.reactionUs('client')
  yield* conversation.send('client', telnetAnswer)
  for (const password of guess.passwords) {
    const isRight = password === rightPassword
    yield* converse(conversation, [
      { from: 'server', text: `\r\n${shortName(guess)} login: `, waitMs: 3 },
      clientSays(guess.user, 8),
      { from: 'server', text: 'Password: ', waitMs: 3 },
      clientSays(password, 8),
      isRight
        ? serverSays('\r\nLast login: Tue Jan 13 17:22:51 UTC 2026 on pts/0\r\n$ ', 120)
        : serverSays('\r\nLogin incorrect', 1800),
    ])
  }
  yield* conversation.close('client')
}

/** A login form of a web application, posted again and again on one connection. */
export function* guessHttp(stage: Stage, guess: Guess): Process {
  const conversation = connection(stage, guess, 80)
  if (!(yield* conversation.open())) return
  const headers = {
    Host: guess.victim.address,
    'User-Agent': 'Mozilla/5.0 (Hydra)',
    'Content-Type': 'application/x-www-form-urlencoded',
    Cookie: `PHPSESSID=${stage.random.text(26)}`,
  }
  for (const password of guess.passwords) {
    const body = `username=${guess.user}&password=${encodeURIComponent(password)}&login=Login`
    const isRight = password === rightPassword
    yield* exchangeHttp(conversation, {
      request: { method: 'POST', target: '/login.php', headers, body },
      response: isRight
        ? { status: 302, headers: { Location: '/index.php' } }
        : { status: 200, body: loginPage },
      thinkMs: 12,
    })
  }
  yield* conversation.close('client')
}

const loginPage = `<!DOCTYPE html><html><head><title>Login</title></head><body>
<form method="post" action="/login.php"><p class="error">Login failed</p>
<input name="username"><input name="password" type="password"><button name="login">Login</button>
</form></body></html>
`.repeat(2)

function connection(stage: Stage, { attacker, victim }: Guess, port: number): TcpConversation {
  return new TcpConversation(stage.network, { client: attacker, server: victim, port })
}

function shortName({ victim }: Guess): string {
  return victim.name.split('.')[0] ?? victim.name
}
