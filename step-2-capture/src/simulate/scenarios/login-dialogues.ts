import { clientSays, type Line, serverAsks, serverSays } from '../conversation/text-dialogue.ts'

/** What both ends say from the greeting to the end of a short session. */
export type LoginDialogue = (user: string, password: string) => readonly Line[]

/** FTP (RFC 959). */
export const ftpLogin: LoginDialogue = (user, password) => [
  serverSays('220 (vsFTPd 3.0.3)', 4),
  clientSays(`USER ${user}`, 40),
  serverSays('331 Please specify the password.'),
  clientSays(`PASS ${password}`, 40),
  serverSays('230 Login successful.', 30),
  clientSays('PWD', 10),
  serverSays('257 "/home" is the current directory'),
  clientSays('QUIT', 3000),
  serverSays('221 Goodbye.'),
]

/** What a server offers before it says a word (RFC 854): terminal type and speed, echo. */
const telnetOffers = '\xff\xfd\x18\xff\xfd\x20\xff\xfb\x01\xff\xfb\x03'

/** Telnet; a real one echoes key by key, this client sends whole lines. */
export const telnetLogin: LoginDialogue = (user, password) => [
  serverAsks(`${telnetOffers}Debian GNU/Linux 12\r\nftp login: `, 20),
  clientSays(user, 900),
  serverAsks('Password: '),
  clientSays(password, 900),
  serverSays('Last login: Mon Jan 12 08:14:03 UTC 2026 on pts/0\r\n$ ', 90),
  clientSays('exit', 4000),
  serverSays('logout'),
]

/** POP3 (RFC 1939). */
export const pop3Login: LoginDialogue = (user, password) => [
  serverSays('+OK Dovecot (Debian) ready.', 4),
  clientSays(`USER ${user}`),
  serverSays('+OK'),
  clientSays(`PASS ${password}`),
  serverSays('+OK Logged in.', 12),
  clientSays('STAT'),
  serverSays('+OK 3 18422'),
  clientSays('QUIT'),
  serverSays('+OK Logging out.'),
]

/** IMAP (RFC 9051). */
export const imapLogin: LoginDialogue = (user, password) => [
  serverSays(
    '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE] Dovecot ready.',
    4,
  ),
  clientSays(`a1 LOGIN ${user} ${password}`),
  serverSays('a1 OK [CAPABILITY IMAP4rev1 IDLE] Logged in', 12),
  clientSays('a2 SELECT INBOX'),
  serverSays('* 3 EXISTS\r\n* 0 RECENT\r\na2 OK [READ-WRITE] Select completed.'),
  clientSays('a3 LOGOUT'),
  serverSays('* BYE Logging out\r\na3 OK Logout completed.'),
]
