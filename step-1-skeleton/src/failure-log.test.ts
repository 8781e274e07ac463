import { afterEach, describe, expect, it, vi } from 'vitest'
import { errorCodes } from './error-codes.ts'
import { AppError, yourTurn } from './errors.ts'
import { printFailure } from './failure-log.ts'

describe('what is printed of a failure', () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  afterEach(() => printed.mockClear())
  const print = (cause: unknown) => {
    printFailure(new AppError(errorCodes.E_INTERNAL, 'it failed', { fix: 'Report it.', cause }))
    return printed.mock.calls.map(([text]) => text)
  }

  it('is its cause as a sentence where it was foreseen, such as an exercise that is not written', () => {
    expect(print(yourTurn('tick-buffer', 'step 4: TickBuffer.add()'))).toEqual([
      'E_INTERNAL: it failed\nReport it.',
      'E_YOUR_TURN: step 4: TickBuffer.add() is yours to write\n' +
        'The task stands above it. For a hint: npm run learn -- hint tick-buffer',
    ])
  })

  it('is its cause with the stack where it was not', () => {
    const cause = new Error('unforeseen')
    expect(print(cause)[1]).toBe(cause)
  })
})
