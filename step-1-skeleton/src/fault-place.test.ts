import { describe, expect, it } from 'vitest'
import { errorCodes } from './error-codes.ts'
import { AppError, toAppError } from './errors.ts'
import { faultPlaceOf } from './fault-place.ts'

/** An error that came through these lines, the innermost first. */
function through(...lines: string[]): Error {
  const error = new TypeError('no such row')
  error.stack = ['TypeError: no such row', ...lines.map((line) => `    at ${line}`)].join('\n')
  return error
}

const product = 'open (file:///c:/course/step-2-capture/src/detect/tracker-table.ts:48:11)'
const own = '#count (file:///c:/course/step-2-capture/my/detect/port-scan.ts:31:7)'
const package_ = 'add (file:///c:/course/node_modules/x/step-2-capture/src/add.ts:1:1)'

describe('the place of a fault', () => {
  it.each([
    [
      'the innermost line of a step',
      [package_, product],
      'step-2-capture/src/detect/tracker-table.ts:48',
    ],
    ["a learner's line", [own, product], 'step-2-capture/my/detect/port-scan.ts:31'],
    [
      "a learner's line that called the product",
      [product, own],
      'step-2-capture/my/detect/port-scan.ts:31',
    ],
    [
      "a learner's line that waited for a package",
      [package_, `async ${own}`],
      'step-2-capture/my/detect/port-scan.ts:31',
    ],
    [
      "not a learner's line that waited for the product",
      [product, `async ${own}`],
      'step-2-capture/src/detect/tracker-table.ts:48',
    ],
  ])('is %s', (_, lines, expected) => {
    expect(faultPlaceOf(through(...lines))?.text).toBe(expected)
  })

  it('is unknown where no file of a step is named, or no error was thrown', () => {
    expect(faultPlaceOf(through(package_))).toBeUndefined()
    expect(faultPlaceOf('no such row')).toBeUndefined()
  })
})

describe('an unforeseen error', () => {
  it("is the line of a learner's file, without a stack", () => {
    const error = toAppError(through(product, own))
    expect(error.code).toBe('E_YOUR_CODE')
    expect(error.message).toBe(
      'your code failed at step-2-capture/my/detect/port-scan.ts:31: no such row',
    )
    expect(error.cause).toBeUndefined()
  })

  it('is a fault of the program where no learner wrote the file', () => {
    const error = toAppError(through(product))
    expect(error.code).toBe('E_INTERNAL')
    expect(error.fix).toMatch(/^If you changed step-2-capture\/src\/detect\/tracker-table\.ts:48, /)
    expect(toAppError('no such row').fix).toMatch(/^This is a fault of the program/)
  })

  it('keeps its own sentence where it has one', () => {
    const refusal = new AppError(errorCodes.E_NO_MODEL, 'train first', { fix: 'POST /train' })
    refusal.stack = through(own).stack ?? ''
    expect(toAppError(refusal)).toBe(refusal)
  })
})
