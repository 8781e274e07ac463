import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GeneratedDocument } from './document.ts'

const root = new URL('../../', import.meta.url)
const list = new URL('threats.txt', import.meta.url)

interface Proof {
  /** Whether a test asks the running server, or tries the part that stands against the threat. */
  readonly through: 'server' | 'part'
  readonly file: string
  readonly name: string
}

interface Threat {
  readonly number: string
  readonly threat: string
  readonly outcome: string
  readonly proofs: readonly Proof[]
}

const introduction = `# Security

Net Anomaly controls the capture of packets and shows bytes that strangers sent. [SECURITY.md](../SECURITY.md)
says how to report a fault.

## Who, what, and where the borders are

| who | can | must not |
| --- | --- | --- |
| anyone on a watched network | send any packet | run code, fill memory or disk, blind the detectors unseen, forge what people read |
| a page in a user's browser | make the browser send requests | read, start or store anything |
| anyone who reaches the port | connect | do anything without the token; without a token the server listens to this machine only |
| another user of the machine | read what is readable | read traffic, models or secrets |
| who sends a file or a feed | choose every byte | leave its folder, exhaust the machine, replace what is good |
| a user with the token | everything the API offers | read a secret back, reach the own network through a webhook |

The borders: tcpdump alone has the privilege to capture; the engine reads its bytes in a thread with
bounded tables; the guard of step 1 stands before every route of every step; text from the network is
escaped where it leaves.

## Threats, and the test for each

\`npm run docs\` makes this table from \`scripts/docs/threats.txt\`, and fails where a test that it
names is not there. Tests of the running server are marked with *; the others try the part that
stands against the threat. \`npm run mutants -- guards\` takes each guard out and wants a red test.

| T | threat | what must happen | test |
| --- | --- | --- | --- |
`

/** The threat model, with the tests that prove it. @throws Error for a test that is not there */
export const threatList: GeneratedDocument = {
  path: 'docs/security.md',
  make: () => {
    const threats = readThreats(readFileSync(list, 'utf8'))
    const open = threats.filter(({ proofs }) => proofs.length === 0).map(({ number }) => number)
    const rows = threats.map(rowOf).join('')
    const without =
      open.length === 0 ? '' : `\nWithout a test that is named here: ${open.join(', ')}.\n`
    return `${introduction}${rows}${without}`
  },
}

/** One threat a line: number, threat, outcome and proofs, with ` | ` between. */
export function readThreats(text: string): Threat[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [number = '', threat = '', outcome = '', proofs = ''] = line.split(' | ')
      return { number, threat, outcome, proofs: proofs === '-' ? [] : readProofs(proofs) }
    })
}

function readProofs(text: string): Proof[] {
  return text.split(' ; ').map((proof) => {
    const match = /^(?<through>[SP]) (?<file>\S+): (?<name>.+)$/.exec(proof)
    const { through, file = '', name = '' } = match?.groups ?? {}
    const path = fileURLToPath(new URL(file, root))
    if (file === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(name)) {
      throw new Error(`scripts/docs/threats.txt names a test that is not there: ${proof}`)
    }
    return { through: through === 'S' ? 'server' : 'part', file, name }
  })
}

function rowOf({ number, threat, outcome, proofs }: Threat): string {
  const tests = proofs.map(
    ({ through, file, name }) => `[${name}](../${file})${through === 'server' ? '*' : ''}`,
  )
  return `| ${number} | ${threat} | ${outcome} | ${tests.join('; ') || '–'} |\n`
}
