import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAppLog } from './app-log.ts'

describe('openAppLog', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes one escaped line of JSON an event, whatever strangers sent', async () => {
    const log = openAppLog(folder)
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
})
