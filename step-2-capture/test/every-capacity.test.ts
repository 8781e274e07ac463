import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const source = new URL('../src/', import.meta.url)
const rooms = [
  'detect/scan',
  'detect/flood',
  'detect/lan',
  'detect/wireless',
  'detect/track',
  'memory',
]

/** Capacities that no test fills, with the reason. */
const untested: Readonly<Record<string, string>> = {
  'memory/distinct-counter.ts listedCountMax':
    'nothing depends on it: what outgrows the list is counted exactly in a set, as before',
}

function filesOf(folder: URL): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }))
}

test('every capacity of these rooms is taken into a test, or stands on the list of others', () => {
  const sources = filesOf(source)
  const tests = [
    ...filesOf(new URL('./', import.meta.url)),
    ...sources.filter(({ path }) => path.endsWith('.test.ts')),
  ]
  const isImported = (file: string, name: string) => {
    const statement = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/${file}'`)
    return tests.some(({ text }) => statement.test(text))
  }
  const inRooms = sources.filter(
    ({ path }) =>
      !path.endsWith('.test.ts') && rooms.includes(path.slice(0, path.lastIndexOf('/'))),
  )
  const missing = inRooms.flatMap(({ path, text }) => {
    const names = [...text.matchAll(/^(?:export )?const (\w+CountMax) =/gm)].map(([, name]) => name)
    const file = path.slice(path.lastIndexOf('/') + 1)
    return names
      .filter((name) => name !== undefined && !isImported(file, name))
      .map((name) => `${path} ${name}`)
  })
  expect(inRooms.length).toBeGreaterThan(40)
  expect(missing).toEqual(Object.keys(untested))
})
