import type { Process } from '../simulator.ts'
import type { Role, TcpConversation } from './tcp-conversation.ts'

/** A line that one end says; `waitMs` is how long it thinks before, beyond the way there. */
export interface Line {
  readonly from: Role
  readonly text: string
  readonly waitMs?: number
  /** What ends it: a line break, unless it is a prompt. */
  readonly end?: string
}

export const clientSays = (text: string, waitMs = 1): Line => ({ from: 'client', text, waitMs })
export const serverSays = (text: string, waitMs = 2): Line => ({ from: 'server', text, waitMs })

/** A question that the cursor stays behind. */
export const serverAsks = (text: string, waitMs = 2): Line => ({
  ...serverSays(text, waitMs),
  end: '',
})

/** A dialogue in lines of text, as FTP, SMTP, POP3, IMAP and their like hold it. */
export function* converse(conversation: TcpConversation, lines: readonly Line[]): Process {
  for (const { from, text, waitMs = 1, end = '\r\n' } of lines) {
    yield conversation.reactionUs(from) + conversation[from].host.random.exponential(waitMs * 1000)
    yield* conversation.send(from, Buffer.from(`${text}${end}`, 'latin1'))
  }
}
