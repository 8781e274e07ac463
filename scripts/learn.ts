import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Answer, Learn } from './learn/commands.ts'
import { exerciseOf } from './learn/exercises.ts'
import { RoomLink } from './learn/room-link.ts'
import { Workspace } from './learn/workspace.ts'

/** `npm run learn`: the exercises of the course. `learn -- run` is part of run.mjs. */
const usage = `npm run learn -- COMMAND

  list                   all exercises, and how far you are; --format json for programs
  start ID               lays out an exercise; start STEP the next one of a step
  check ID               runs its tests, and says what to do next
  watch ID               checks at each save, until Ctrl-C
  hint ID                a hint, and the next time a clearer one
  diff ID                your file beside the solution, once it has passed; diff 1 2: app.ts of two steps
  solve ID               lays out the solution; your try is kept
  reset ID               lays out the starter again; your try is kept
  join ADDRESS CODE NAME tells the instructor's room what you pass; leave ends that
  run step2              starts a step, or net-anomaly, with your files in the product's place`

/** An editor writes a file in several strokes. */
const settleMs = 200

const root = fileURLToPath(new URL('..', import.meta.url))
const workspace = new Workspace(root, process.env.LEARN_FOLDER || 'my')
const learn = new Learn(workspace, () => new Date())
const room = new RoomLink(workspace)

try {
  const { values, positionals } = parseArgs({
    options: {
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  })
  const [command = '', name, other, third] = values.help ? [] : positionals
  if (command === 'watch' && name !== undefined) await watchExercise(name)
  else show(await answer(command, { name, other, third, format: values.format }))
} catch (error) {
  if (error instanceof TypeError) {
    console.error(`${error.message}\n\n${usage}`)
    process.exitCode = 2
  } else if (isOfFiles(error)) {
    console.error(`${error.message}\nWhat you write is kept in this clone: make it yours to write.`)
    process.exitCode = 1
  } else throw error
}

/** A clone that may not be written, or a full disk: the message names the file. */
function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error
}

interface Given {
  readonly name: string | undefined
  readonly other: string | undefined
  readonly third: string | undefined
  readonly format: string
}

async function answer(command: string, { name, other, third, format }: Given): Promise<Answer> {
  if (command === 'list') return learn.list(format === 'json' ? 'json' : 'text')
  if (command === 'ready') return learn.ready()
  if (command === 'leave') {
    room.leave()
    return { lines: ['What you pass goes to no room.'], exitCode: 0 }
  }
  if (name !== undefined) {
    if (command === 'start') return learn.start(name)
    if (command === 'check') return checkAndTell(name)
    if (command === 'join' && other && third) return joined({ url: name, code: other, name: third })
    if (command === 'hint') return learn.hint(name)
    if (command === 'diff') return learn.diff(name, other)
    if (command === 'solve') return learn.solve(name)
    if (command === 'reset') return learn.reset(name)
  }
  if (command === '') return { lines: usage.split('\n'), exitCode: 0 }
  const isKnown = usage.includes(`\n  ${command} `)
  const problem = isKnown
    ? `${command} takes more words than these.`
    : `There is no command ${JSON.stringify(command)}.`
  return { lines: [problem, '', ...usage.split('\n')], exitCode: 2 }
}

async function checkAndTell(name: string): Promise<Answer> {
  const { lines, exitCode } = await learn.check(name)
  const told = exitCode === 0 ? await room.tell(name) : undefined
  return { lines: told === undefined ? lines : [...lines, told], exitCode }
}

function joined(link: Parameters<RoomLink['join']>[0]): Answer {
  if (!URL.canParse(link.url)) {
    return { lines: [`${link.url} is no address: http://192.168.1.5:8700`], exitCode: 1 }
  }
  room.join(link)
  return { lines: [`You are ${link.name} in the room at ${link.url}.`], exitCode: 0 }
}

function show({ lines, exitCode }: Answer): void {
  learn.keepStates()
  const text = lines.join('\n')
  if (exitCode === 2) console.error(text)
  else console.log(text)
  process.exitCode = exitCode
}

async function watchExercise(name: string): Promise<void> {
  const exercise = exerciseOf(name)
  show(await checkAndTell(name))
  if (!exercise || workspace.ownText(exercise) === undefined) return
  const path = join(root, workspace.ownPath(exercise))
  let timer: NodeJS.Timeout | undefined
  let checked = workspace.ownText(exercise)
  // The folder, because editors replace a file by another of its name.
  watch(dirname(path), () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const text = workspace.ownText(exercise)
      if (text === undefined || text === checked) return
      checked = text
      console.log(`\n${new Date().toLocaleTimeString()}`)
      show(await checkAndTell(name))
    }, settleMs)
  })
  console.log('Checked again at each save; Ctrl-C ends it.')
}
