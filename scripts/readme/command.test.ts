import { describe, expect, it } from 'vitest'
import { commandsOf, linesOf } from './command.ts'

const block = ['$ echo one \\', '    two', 'one two', '$ true', '$ npm start', 'here: 1', '^C']

describe('console block', () => {
  it('holds commands, their continued lines, their output, and Ctrl-C', () => {
    expect(commandsOf(block)).toEqual([
      { text: 'echo one \\\n    two', expected: ['one two'], interrupted: false },
      { text: 'true', expected: [], interrupted: false },
      { text: 'npm start', expected: ['here: 1'], interrupted: true },
    ])
  })

  it('is written as it was read', () => {
    expect(linesOf(commandsOf(block))).toEqual(block)
  })
})
