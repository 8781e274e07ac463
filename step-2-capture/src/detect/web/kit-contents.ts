/** What plug-ins of browsers open, whose flaws kits try one after the other; a bit each. */
export const plugIns: readonly { readonly name: string; readonly type: RegExp }[] = [
  { name: 'Flash', type: /^application\/x-shockwave-flash/i },
  { name: 'PDF', type: /^application\/(?:x-)?pdf/i },
  { name: 'Silverlight', type: /^application\/x-silverlight/i },
  { name: 'Java', type: /^application\/(?:x-)?java(?:-archive)?(?:;|$)/i },
]
export const javaBit = 8

/** What programs are sent as, in clear or not. */
export const programType =
  /^application\/(?:octet-stream|x-msdownload|x-msdos-program|x-dosexec|x-exe)/i
export const surelyProgram = /^application\/x-(?:msdownload|msdos-program|dosexec|exe)/i
/** Downloads that people start bear such a name; so do archives of Java and parts of videos. */
const downloadName =
  /\.(?:exe|msi|zip|rar|7z|gz|bz2|xz|iso|img|dmg|pkg|deb|rpm|apk|cab|bin|jar|class|ts|m4s|mp4|woff2?|ttf|otf|eot|dat)(?:\?|$)/i
/** Programs ask by agents of their own, and browsers are no such agents. */
const programAgent = /\bJava\/1\.|WinHttp|^(?:contype|wget|curl)/i

/** What the request of a flow was. */
export const Mark = { named: 1, agent: 2, java: 4, stranger: 8 } as const

interface Head {
  readonly target: string
  header(name: string): string | null
}

export function markOf(http: Head): number {
  const agent = http.header('user-agent') ?? ''
  const isJava = agent.includes('Java/1.')
  return (
    (downloadName.test(http.target) ? Mark.named : 0) |
    (agent === '' || programAgent.test(agent) ? Mark.agent : 0) |
    (isJava ? Mark.java : 0)
  )
}
