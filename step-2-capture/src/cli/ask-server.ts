import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { failure } from '../run/failure.ts'
import { badUsage } from './command-line.ts'

export interface Question {
  readonly method: string
  /** `/api/status`. */
  readonly path: string
  readonly body?: Body | undefined
}

interface Body {
  readonly content: string | FormData
  readonly type?: string
}

/** Where the server is: PORT as it was started with, and the token that it asks for. */
type Environment = Readonly<Record<string, string | undefined>>

/** Asks the server of this machine. @returns what it answers @throws AppError `E_NO_SERVER` */
export async function askServer(
  { method, path, body }: Question,
  { PORT, NET_ANOMALY_TOKEN }: Environment,
): Promise<Answer> {
  const url = new URL(path, `http://localhost:${PORT || 8000}`)
  const headers = {
    ...(NET_ANOMALY_TOKEN ? { Authorization: `Bearer ${NET_ANOMALY_TOKEN}` } : {}),
    ...(body?.type ? { 'Content-Type': body.type } : {}),
  }
  const response = await fetch(url, { method, headers, body: body?.content ?? null }).catch(() => {
    throw new AppError(errorCodes.E_NO_SERVER, `nothing answers at ${url.origin}`, {
      fix: 'Start a server in another terminal: npm run step2. Of another port: PORT=8001 before both.',
    })
  })
  const text = await response.text()
  return { isOk: response.ok, value: jsonOf(text) ?? text }
}

export interface Answer {
  readonly isOk: boolean
  /** What JSON says; the text of anything else. */
  readonly value: unknown
}

/** `@FILE` is a file: JSON as it is, any other as an upload. Else YAML, of which JSON is a part. */
export async function readBody(text: string): Promise<Body> {
  const type = 'application/json'
  if (text.startsWith('@')) {
    const path = text.slice(1)
    const bytes = await readFile(path).catch(() => {
      throw badUsage(`${path} cannot be read`, 'Name a file that is there: post PATH @FILE')
    })
    if (path.endsWith('.json')) return { content: bytes.toString(), type }
    const content = new FormData()
    content.set('file', new Blob([bytes]), basename(path))
    return { content }
  }
  const { parseYamlMap } = await import('step-1-skeleton/config')
  const { value } = await parseYamlMap(text, ({ message }) =>
    badUsage(`the body cannot be read: ${message}`, "Write it like this: '{speed: 10}'"),
  )
  return { content: JSON.stringify(value), type }
}

/** Indented JSON; of one named field its value alone, of several a line each. */
export function readable(value: unknown, fields: readonly string[]): string {
  const [only, ...more] = fields
  if (only === undefined) return shown(value, 2)
  if (more.length === 0) return shown(fieldOf(value, only))
  return fields.map((field) => `${field}: ${shown(fieldOf(value, field))}`).join('\n')
}

/** The value at `alerts.0.title`. @throws AppError `E_BAD_USAGE` */
function fieldOf(value: unknown, field: string): unknown {
  const { found, missingIn } = lookUp(value, field)
  if (missingIn === undefined) return found
  const names = Object.keys(missingIn).slice(0, namesMax).join(', ')
  throw badUsage(`the answer has no ${field}`, `There are: ${names || 'no fields'}`)
}

/** The value at a field; where there is none, the part of the answer that lacks it. */
function lookUp(value: unknown, field: string): { found?: unknown; missingIn?: object } {
  let found = value
  for (const name of field.split('.')) {
    const part = typeof found === 'object' && found !== null ? found : {}
    if (!Object.hasOwn(part, name)) return { missingIn: part }
    found = part[name as keyof typeof part]
  }
  return { found }
}

/** As many names as fit into two lines of a terminal. */
const namesMax = 20

/** A run of the lessons takes a few seconds; one that hangs still ends the command. */
const waitMsMax = 60_000
const askAgainMs = 200

/**
 * Asks again until the field is that.
 * @throws AppError `E_NOT_YET` after a minute, or at once when the answer names a failure
 */
export async function askUntil(
  ask: () => Promise<Answer>,
  { field, wanted }: { readonly field: string; readonly wanted: string },
): Promise<Answer> {
  const until = performance.now() + waitMsMax
  for (;;) {
    const answer = await ask()
    // What is waited for may not be there yet.
    const value = shown(lookUp(answer.value, field).found)
    if (value === wanted) return answer
    const failed = answer.isOk ? failureIn(answer.value) : undefined
    if (failed) {
      const { code, message, fix } = failed
      const said = `${field} is ${value} and stays so: ${code}: ${message}`
      throw new AppError(errorCodes.E_NOT_YET, said, { fix })
    }
    if (performance.now() > until) {
      throw new AppError(
        errorCodes.E_NOT_YET,
        `${field} is ${value} after a minute, not ${wanted}`,
        {
          fix: 'Look at the whole answer: the same command without --until.',
        },
      )
    }
    await setTimeout(askAgainMs)
  }
}

const failedAnswer = z.object({ error: failure })

/** Why a run ended, as `/api/status` says it. */
function failureIn(value: unknown) {
  return failedAnswer.safeParse(value).data?.error
}

function shown(value: unknown, indent?: number): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value, null, indent))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
