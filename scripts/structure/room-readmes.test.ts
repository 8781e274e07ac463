import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readmeProblems, roomsOf } from './room-readmes.ts'

const good =
  '# flow\nFrames become flows.\n\n- **Comes in:** a\n- **Goes out:** b\n- **Must not:** c\n- **Learner:** d\n'

describe('the README of a room', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rooms-'))
    mkdirSync(join(root, 'src/flow'), { recursive: true })
  })
  afterEach(() => rmSync(root, { recursive: true }))

  const write = (text: string) => writeFileSync(join(root, 'src/flow/README.md'), text)

  it('is wanted of each room, and gives its sentence', () => {
    expect(readmeProblems(root, ['src'])).toHaveLength(1)
    write(good)
    expect(readmeProblems(root, ['src'])).toEqual([])
    expect(roomsOf(root, 'src')).toEqual([{ name: 'flow', about: 'Frames become flows.' }])
  })

  it('is not wanted of a room of one file, whose first lines say it', () => {
    writeFileSync(join(root, 'src/flow/flow.ts'), '')
    expect(readmeProblems(root, ['src'])).toEqual([])
    writeFileSync(join(root, 'src/flow/row.ts'), '')
    expect(readmeProblems(root, ['src'])).toHaveLength(1)
  })

  it.each([
    ['another heading', good.replace('# flow', '# Flow')],
    ['no word on what comes in', good.replace('Comes in', 'In')],
    ['nothing for a learner', good.replace('Learner', 'You')],
    ['16 lines', `${good}${'more\n'.repeat(9)}`],
  ])('is refused with %s', (_, text) => {
    write(text)
    expect(readmeProblems(root, ['src'])).toHaveLength(1)
  })

  it('may have 15 lines', () => {
    write(`${good}${'more\n'.repeat(8)}`)
    expect(readmeProblems(root, ['src'])).toEqual([])
  })
})
