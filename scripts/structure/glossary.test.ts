import { expect, test } from 'vitest'
import { entryProblems, glossaryEntries, lessonWordProblems } from './glossary.ts'

const glossary = `# Glossary

## Networks

### port
A number. It names a program.
_Example:_ 443.

### port scan
Trying ports. Many of them.
_Example:_ nmap.

### anomaly
What is unusual. Not what is bad.
_Example:_ a backup.
`
const entries = glossaryEntries(glossary)
const problemsOf = (lesson: string) => lessonWordProblems('x.md', lesson, entries)

test('reads the entries and finds nothing wrong with two sentences and an example', () => {
  expect(entries.map(({ slug }) => slug)).toEqual(['port', 'port-scan', 'anomaly'])
  expect(entryProblems(glossary)).toEqual([])
})

test.each([
  ['one sentence', '### port\nA number.\n_Example:_ 443.\n'],
  ['three sentences', '### port\nA number. Of a program. Or none.\n_Example:_ 443.\n'],
  ['no example', '### port\nA number. It names a program.\n'],
])('reports an entry with %s', (_, text) => {
  expect(entryProblems(text)).toEqual([expect.stringMatching(/: port needs two sentences/)])
})

test('reports a first use that is no link, with the link to write', () => {
  expect(problemsOf('# A port\n\nTwo ports are open.')).toEqual([
    'x.md:3: the first "ports" is no link: [ports](../docs/glossary.md#port)',
  ])
})

test.each([
  ['a later use', 'A [port](../docs/glossary.md#port), and that port.'],
  ['a heading', '## The port'],
  ['code', 'The option `port` is a number.'],
  ['a block of code', '```ts\nport\n```'],
  ['a part of a word', 'They import and re-port what is important.'],
  ['the label of another link', 'See [the port](ports.md).'],
  ['a plural', 'Both [anomalies](../docs/glossary.md#anomaly) are odd.'],
])('accepts %s', (_, lesson) => {
  expect(problemsOf(lesson)).toEqual([])
})

test('takes the longer term where two of them fit', () => {
  expect(problemsOf('A [port scan](../docs/glossary.md#port-scan) tries ports.')).toEqual([
    'x.md:1: the first "ports" is no link: [ports](../docs/glossary.md#port)',
  ])
})

test('reports a link to a word that is not there, and one under another word', () => {
  expect(problemsOf('A [flow](../docs/glossary.md#flow).')).toHaveLength(1)
  expect(problemsOf('A [number](../docs/glossary.md#port).')).toHaveLength(1)
})

test('reports a word that is introduced in bold and explained nowhere', () => {
  expect(problemsOf('The **raw thing** is new.')).toEqual([
    'x.md:1: "raw thing" is introduced in bold, and is not in docs/glossary.md',
  ])
  expect(problemsOf('**Ports.** A **[port](../docs/glossary.md#port)** is a number.')).toHaveLength(
    1,
  )
  expect(problemsOf('A **[port](../docs/glossary.md#port)** is a number.')).toEqual([])
})
