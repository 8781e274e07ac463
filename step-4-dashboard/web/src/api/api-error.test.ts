import { describe, expect, it } from 'vitest'
import { problemOf, toApiError } from './api-error.ts'

describe('toApiError', () => {
  it('takes code, message and fix from the one error shape', async () => {
    const body = { error: { code: 'E_NO_FILE', message: 'it is gone', fix: 'Send it again.' } }
    const error = await toApiError(Response.json(body, { status: 404 }))
    expect(error.problem).toEqual({ status: 404, ...body.error })
  })

  it.each(['<h1>Bad gateway</h1>', 'null', '{"error":"text"}', '{"error":{"code":7}}'])(
    'makes something of %s',
    async (body) => {
      const error = await toApiError(new Response(body, { status: 502 }))
      expect(error.problem).toMatchObject({ status: 502, code: 'E_UNEXPECTED' })
      expect(error.problem.message).toContain('502')
    },
  )
})

describe('problemOf', () => {
  it('makes a problem of whatever was thrown', () => {
    expect(problemOf(new TypeError('x is not a function')).message).toBe('x is not a function')
    expect(problemOf('a text').message).toBe('a text')
  })
})
