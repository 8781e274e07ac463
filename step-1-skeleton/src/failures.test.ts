import { describe, expect, it, vi } from 'vitest'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { handleErrors } from './failures.ts'
import { createRouter } from './router.ts'

function appWith(thrown: unknown) {
  const app = createRouter()
  handleErrors(app)
  app.get('/fails', () => {
    throw thrown
  })
  app.get('/things/:id', (c) => (c.req.param('id') === '1' ? c.text('one') : c.notFound()))
  app.delete('/things/:id', (c) => c.body(null, 204))
  app.post('/things', (c) => c.text('made'))
  return app
}

describe('failures', () => {
  it('leave as code, message, fix and details, with their status', async () => {
    const error = new AppError(errorCodes.E_NOT_SAVED, 'it is full', {
      fix: 'Empty it.',
      details: 3,
    })
    const response = await appWith(error).request('/fails')
    expect(response.status).toBe(507)
    expect(await response.json()).toEqual({
      error: { code: 'E_NOT_SAVED', message: 'it is full', fix: 'Empty it.', details: 3 },
    })
  })

  it.each([new Error('boom'), new TypeError('boom')])(
    'that no code foresees are a 500, and go to the log with their stack: %s',
    async (thrown) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {})
      const response = await appWith(thrown).request('/fails')
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({
        error: { code: 'E_INTERNAL', message: 'unexpected failure: boom' },
      })
      expect(log).toHaveBeenCalledWith(thrown)
      log.mockRestore()
    },
  )

  it.each([
    ['GET', '/nothing', 404, null],
    ['GET', '/things/2', 404, null],
    ['HEAD', '/things/2', 404, null],
    ['POST', '/things/1', 405, 'DELETE, GET, HEAD'],
    ['POST', '/things/1/', 405, 'DELETE, GET, HEAD'],
    ['GET', '/things', 405, 'POST'],
    ['OPTIONS', '/things', 405, 'POST'],
    ['HEAD', '/things/1', 200, null],
  ])('%s %s is %d, allowing %s', async (method, path, status, allow) => {
    const response = await appWith(undefined).request(path, { method })
    expect(response.status).toBe(status)
    expect(response.headers.get('allow')).toBe(allow)
  })
})
