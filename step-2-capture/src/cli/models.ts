import { readFile } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { z } from 'zod'
import { modelVersion } from '../versions/model-version.ts'
import { type Answer, askServer, readable } from './ask-server.ts'
import { badUsage } from './command-line.ts'
import { writeOutput } from './write-output.ts'

const actions = [
  'list',
  'show',
  'compare',
  'activate',
  'roll-back',
  'import',
  'export',
  'delete',
] as const

/** `models`: the versions of the model of hosts in the server that runs here, and which one judges. */
export const modelsCommand = defineCommand({
  meta: { name: 'models', description: 'List, compare, activate and exchange versions of models' },
  args: {
    action: {
      type: 'positional',
      valueHint: 'ACTION [ID…]',
      required: false,
      description: `${actions.join(', ')}; import takes a FILE`,
    },
    out: { type: 'string', description: 'Of export: the file; MODEL_ID.json by default' },
    author: { type: 'string', default: 'operator', description: 'Of import: who brings it' },
    'accept-concerns': {
      type: 'boolean',
      default: false,
      description: 'Of activate: although something speaks against it',
    },
    format: { type: 'string', default: 'text', description: 'What is said: text or json' },
  },
  async run({ args }) {
    const [action = 'list', ...names] = args._
    if (!isAction(action)) throw badUsage(`models has no ${action}`, usage)
    const { format } = args
    if (format !== 'text' && format !== 'json') {
      throw badUsage(`--format ${format} is neither text nor json`, usage)
    }
    const wanted = idCounts[action]
    if (names.length !== wanted) {
      throw badUsage(`${action} takes ${wanted} of a name, not ${names.length}`, usage)
    }
    const { out, author, 'accept-concerns': acceptsConcerns } = args
    const answer = await ask(action, names, { author, acceptsConcerns })
    if (!answer.isOk) {
      console.error(readable(answer.value, []))
      process.exitCode = 1
    } else if (action === 'export') {
      const path = out ?? `${names[0]}.json`
      await writeOutput(path, JSON.stringify(answer.value))
      console.log(format === 'json' ? JSON.stringify({ out: path }) : path)
    } else if (format === 'json' || action === 'show' || action === 'compare') {
      console.log(format === 'json' ? JSON.stringify(answer.value) : readable(answer.value, []))
    } else console.log(textOf(action, answer.value))
  },
})

const usage = 'See: net-anomaly models --help'

type Action = (typeof actions)[number]

/** Versions, or files, that an action takes. */
const idCounts: Readonly<Record<Action, number>> = {
  list: 0,
  show: 1,
  compare: 2,
  activate: 1,
  'roll-back': 0,
  import: 1,
  export: 1,
  delete: 1,
}

function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text)
}

interface Options {
  readonly author: string
  readonly acceptsConcerns: boolean
}

async function ask(
  action: Action,
  [first = '', second = '']: readonly string[],
  { author, acceptsConcerns }: Options,
): Promise<Answer> {
  const of = `/api/models/${encodeURIComponent(first)}`
  const send = (method: string, path: string, body?: { content: string; type: string }) =>
    askServer({ method, path, body }, process.env)
  switch (action) {
    case 'list':
      return send('GET', '/api/models')
    case 'show':
      return send('GET', of)
    case 'compare':
      return send('GET', `${of}/compare/${encodeURIComponent(second)}`)
    case 'activate': {
      const content = JSON.stringify({ accept_concerns: acceptsConcerns })
      return send('POST', `${of}/activate`, { content, type: 'application/json' })
    }
    case 'roll-back':
      return send('POST', '/api/models/roll_back')
    case 'import': {
      const content = await readFile(first, 'utf8').catch(() => {
        throw badUsage(`${first} cannot be read`, usage)
      })
      const path = `/api/models?author=${encodeURIComponent(author)}`
      return send('POST', path, { content, type: 'application/json' })
    }
    case 'export':
      return send('GET', `${of}/export`)
    case 'delete':
      return send('DELETE', of)
  }
}

const listAnswer = z.object({
  models: z.array(modelVersion.extend({ active: z.boolean() })),
  damaged: z.array(z.object({ model_id: z.string(), message: z.string() })),
})
const saidAnswer = z.object({ message: z.string().optional(), model_id: z.string().optional() })

function textOf(action: Action, value: unknown): string {
  if (action !== 'list') {
    const { message, model_id } = saidAnswer.parse(value)
    return message ?? `${model_id} is deleted`
  }
  const { models, damaged } = listAnswer.parse(value)
  return [
    ...models.map((model) =>
      [
        model.active ? '*' : ' ',
        model.model_id.padEnd(20),
        model.algorithm.padEnd(16),
        model.made_at.slice(0, 16),
        `${model.windows.learned} windows of ${namesOf(model.captures) || model.source}`,
      ].join(' '),
    ),
    ...damaged.map(({ message }) => `! ${message}`),
  ].join('\n')
}

/** More than two make the line longer than a terminal is wide. */
const nameCountMax = 2

function namesOf(captures: readonly string[]): string {
  const named = captures.slice(0, nameCountMax).join(', ')
  const more = captures.length - nameCountMax
  return more > 0 ? `${named} and ${more} more` : named
}
