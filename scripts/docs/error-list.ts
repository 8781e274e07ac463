import { type ErrorCode, errorCodes as step1 } from 'step-1-skeleton/error-codes'
import { errorCodes as step2 } from 'step-2-capture/error-codes'
import { errorCodes as step3 } from 'step-3-persistence/error-codes'
import { errorCodes as step4 } from 'step-4-dashboard/error-codes'
import type { GeneratedDocument } from './document.ts'

/** The codes of each step, those of the steps below it among them. */
export const errorCodesOfSteps: readonly Readonly<Record<string, ErrorCode>>[] = [
  step1,
  step2,
  step3,
  step4,
]

const introduction = `# Error codes

Every error leaves the server as \`{ "error": { "code", "message", "fix", "details" } }\` with the
status of its code, and the command line with the code in front of the message. A code keeps its
meaning and its status; the message and the fix are for people and may change. The status of a code
that no request can get says what kind of failure it is.

The step is the one that brings the code in; every later step has it too. \`E_NO_ANSWER\` and
\`E_UNEXPECTED\` come from the page itself, where no server answered, or none of this project.

| code | status | meaning | step |
| --- | --- | --- | --- |
`

export const errorList: GeneratedDocument = {
  path: 'docs/errors.md',
  make: () => `${introduction}${Object.values(step4).sort(byName).map(row).join('')}`,
}

function byName(a: ErrorCode, b: ErrorCode): number {
  return a.name < b.name ? -1 : 1
}

function row({ name, status, meaning, step }: ErrorCode): string {
  return `| \`${name}\` | ${status} | ${meaning} | ${step} |\n`
}
