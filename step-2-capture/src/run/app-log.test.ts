import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from 'step-1-skeleton/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorCodes } from '../error-codes.ts'
import { openAppLog } from './app-log.ts'

describe('openAppLog', () => {
  let folder: string
  let nowMs = 0
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes one escaped line of JSON an event, whatever strangers sent', async () => {
    const log = openAppLog({ folder, nowMs: () => nowMs })
    const name = 'a.pcap\r\n{"level":60}\u001b[31m\u202egnp.exe\u2028\u0085'
    log.logger.info({ name }, 'a run starts')
    log.logger.error('second')
    const text = await readFile(join(folder, 'app.log'), 'utf8')
    log.close()
    expect(text).toMatch(/^[\x20-\x7e]+\n[\x20-\x7e]+\n$/)
    const [first, second] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ name, msg: 'a run starts', level: 30 })
    expect(second).toMatchObject({ msg: 'second', level: 50 })
    expect(new Date(first.time).toISOString()).toBe(first.time)
  })

  it('writes a failure with its code, fix and cause, the same one once a minute', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const log = openAppLog({ folder, nowMs: () => nowMs })
    const fail = (message: string) => {
      const cause = new TypeError('no such row')
      log.failures(
        new AppError(errorCodes.E_NOT_SAVED, message, { fix: 'Free some space.', cause }),
      )
    }
    for (const message of ['a is lost', 'b is lost', 'a is lost', 'a is lost']) fail(message)
    nowMs = 60_000
    fail('a is lost')
    log.close()
    const lines = (await readFile(join(folder, 'app.log'), 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 50,
        code: 'E_NOT_SAVED',
        msg: 'a is lost',
        fix: 'Free some space.',
        err: { type: 'TypeError', message: 'no such row', stack: expect.any(String) },
      },
      { msg: 'b is lost' },
      { msg: 'a is lost', repeated: 2 },
    ])
    expect(printed).toHaveBeenCalledWith('E_NOT_SAVED: b is lost\nFree some space.')
    printed.mockRestore()
  })
})
