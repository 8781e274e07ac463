import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { missingProgram } from '../test/missing-program.ts'
import { checkReadme } from './check-readme.ts'

const fence = '```'
const missing = missingProgram('bash', 'curl')
const server = `import { createServer } from 'node:http'
createServer((request, response) => response.end(request.url)).listen(process.env.PORT, '127.0.0.1')
`

describe('readme check', () => {
  let root: string
  beforeEach(async ({ skip }) => {
    skip(missing !== undefined, `${missing} is not installed`)
    root = await mkdtemp(join(tmpdir(), 'check-readme-'))
    await writeFile(join(root, 'server.mjs'), server)
    await writeFile(join(root, 'code.ts'), '// #region a\n  one\n    two\n// #endregion\n')
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  async function check(text: string, write = false) {
    await writeFile(join(root, 'README.md'), text)
    const serverCommand = 'node server.mjs'
    const report = await checkReadme({ root, path: 'README.md', serverCommand, write })
    return { ...report, text: await readFile(join(root, 'README.md'), 'utf8') }
  }
  const consoleBlock = (...lines: string[]) => [`${fence}console`, ...lines, fence, ''].join('\n')

  it('accepts a true output', async () => {
    const { problems, commandCount } = await check(consoleBlock('$ echo hello', 'hello'))
    expect(problems).toEqual([])
    expect(commandCount).toBe(1)
  })

  it('fails on a falsified output, with the place and both lines', async () => {
    const { problems } = await check(`# Title\n\n${consoleBlock('$ echo hello', 'goodbye')}`)
    expect(problems).toEqual(['README.md:3\n    $ echo hello\n    - goodbye\n    + hello'])
  })

  it('writes the true output instead, when asked, and finds nothing after that', async () => {
    const falsified = `Before\n${consoleBlock('$ echo hello', 'goodbye', '', '$ echo 2')}After\n`
    const { text } = await check(falsified, true)
    expect(text).toBe(`Before\n${consoleBlock('$ echo hello', 'hello', '$ echo 2', '2')}After\n`)
    expect((await check(text)).problems).toEqual([])
  })

  it('leaves the file alone when not asked', async () => {
    const falsified = consoleBlock('$ echo hello', 'goodbye')
    expect((await check(falsified)).text).toBe(falsified)
  })

  it('compares what a command says on standard error, and survives a broken one', async () => {
    const block = consoleBlock(
      '$ echo oops >&2',
      'oops',
      '$ (',
      '…',
      '$ exit_code=3',
      '$ echo done',
    )
    const { problems } = await check(block)
    expect(problems).toEqual([expect.stringContaining('+ done')])
  })

  it('keeps variables from block to block', async () => {
    const { problems } = await check(consoleBlock('$ x=1') + consoleBlock('$ echo $x', '1'))
    expect(problems).toEqual([])
  })

  it('starts the server for the first command that asks port 8000', async () => {
    const block = consoleBlock('$ curl -s localhost:8000/hello', '/hello')
    expect((await check(block)).problems).toEqual([])
  })

  it('stops with a problem when the server does not start', async () => {
    await writeFile(join(root, 'server.mjs'), 'process.exit(1)')
    const { problems } = await check(consoleBlock('$ curl -s localhost:8000/', '/'))
    expect(problems).toEqual([expect.stringContaining('the server did not start')])
  })

  it('lists what is not run, with the reason', async () => {
    const block = consoleBlock('$ sudo false')
    const { notRun, commandCount } = await check(`<!-- not run: needs root -->\n\n${block}`)
    expect(notRun).toEqual(['README.md:3 needs root'])
    expect(commandCount).toBe(0)
  })

  it.each(['sh', 'bash', 'shell', 'ts', 'js'])(
    'refuses a %s block of its own',
    async (language) => {
      const { problems } = await check(`${fence}${language}\nls\n${fence}\n`)
      expect(problems).toHaveLength(1)
    },
  )

  it('fails when code is not what its source holds, and writes it when asked', async () => {
    const stale = `<!-- code: code.ts#a -->\n${fence}ts\nold\n${fence}\n`
    expect((await check(stale)).problems).toHaveLength(1)
    const { text } = await check(stale, true)
    expect(text).toBe(`<!-- code: code.ts#a -->\n${fence}ts\none\n  two\n${fence}\n`)
    expect((await check(text)).problems).toEqual([])
  })

  it.each(['code.ts#b', 'gone.ts#a'])('fails when %s is not there', async (reference) => {
    const { problems } = await check(`<!-- code: ${reference} -->\n${fence}ts\n${fence}\n`)
    expect(problems).toEqual([expect.stringContaining(reference)])
  })
})
