/** A weakness as `pnpm audit --json` prints it; what else it prints is not read. */
interface Advisory {
  readonly module_name: string
  readonly severity: string
  readonly title: string
  readonly url: string
  readonly patched_versions: string | null
  readonly findings: readonly { readonly version: string; readonly paths: readonly string[] }[]
}

interface Answer {
  readonly advisories: Readonly<Record<string, Advisory>>
  readonly metadata: { readonly totalDependencies: number }
}

export interface AuditReport {
  readonly lines: readonly string[]
  /** Whether a weakness is known that must not be shipped. */
  readonly fails: boolean
}

const serious = new Set(['high', 'critical'])

/** What an audit printed, in sentences. @param output of `pnpm audit --json` @param complaint what went wrong */
export function auditReport(output: string, complaint: string): AuditReport {
  const answer = answerOf(output)
  if (answer === null) {
    // Only a registry that does not answer is forgiven, not a command that is wrong.
    const isForgiven = /ERR_PNPM_AUDIT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ECONNREFUSED/.test(complaint)
    return { lines: [`not audited: ${reasonOf(complaint)}`], fails: !isForgiven }
  }
  const advisories = Object.values(answer.advisories)
  const fails = advisories.some(({ severity }) => serious.has(severity))
  const found = advisories.length === 0 ? 'no weakness is known' : `${advisories.length} known`
  const count = answer.metadata.totalDependencies
  return { lines: [`${count} packages audited: ${found}`, ...advisories.map(lineOf)], fails }
}

function answerOf(output: string): Answer | null {
  try {
    const answer = JSON.parse(output) as Partial<Answer>
    return answer.advisories && answer.metadata ? (answer as Answer) : null
  } catch {
    return null
  }
}

function lineOf({ severity, module_name, findings, ...advisory }: Advisory): string {
  const versions = findings.map(({ version }) => version).join(', ')
  const paths = findings.flatMap(({ paths }) => paths).slice(0, 3)
  const { patched_versions: patched } = advisory
  const fix = patched === null ? 'no version mends it yet' : `mended in ${patched}`
  return `${severity}: ${module_name} ${versions}, ${advisory.title} (${fix}; by ${paths.join(', ')}; ${advisory.url})`
}

/** The sentence of a complaint, without its frame, colour and address. */
function reasonOf(complaint: string): string {
  const words = complaint
    .replace(/ERR_PNPM_AUDIT_BAD_RESPONSE|[│×├╰─▶]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ \(at [^)]*\)| for url \([^)]*\)/g, '')
    .replace(/^ ?Error: |:? *$/g, '')
    .trim()
  return words === '' ? 'the registry gave no answer that can be read' : words
}
