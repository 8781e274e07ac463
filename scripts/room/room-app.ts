import { AppError, createRouter, handleErrors, limitBody, requireJson } from 'step-1-skeleton'
import { errorCodes } from 'step-1-skeleton/error-codes'
import type { Room } from './room.ts'

/** A name and an id are 100 bytes. */
const bodyBytesMax = 1_024

/** The two routes of a room; the guard of step 1 stands before them, and asks for the code. */
export function roomApp(room: Room, onChange: () => void) {
  const app = createRouter()
  handleErrors(app)
  app.get('/room', (c) => c.json({ learners: room.rows() }))
  app.post('/passed', limitBody(bodyBytesMax), requireJson, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const problem = room.note(body)
    if (problem !== undefined) {
      throw new AppError(errorCodes.E_INVALID_INPUT, problem, {
        fix: 'Join again: npm run learn -- join ADDRESS CODE NAME',
      })
    }
    onChange()
    return c.json({ noted: true })
  })
  return app
}
