import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeModels } from './own-data-folder.mjs'

describe('the data folder of a step', () => {
  let data: string
  let own: string
  let said: string[]
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'data-'))
    own = join(data, 'step-1')
    said = []
    vi.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(data, { recursive: true })
  })

  it('takes a model from the old place once, and says so', () => {
    writeFileSync(join(data, 'model.json'), 'old')
    takeModels(data, own)
    expect(readFileSync(join(own, 'model.json'), 'utf8')).toBe('old')
    expect(said).toEqual([expect.stringContaining(`the model of ${join(data, 'model.json')}`)])
  })

  it('keeps a model of its own', () => {
    writeFileSync(join(data, 'model.json'), 'old')
    mkdirSync(own)
    takeModels(data, own)
    expect(existsSync(join(own, 'model.json'))).toBe(false)
    expect(said).toEqual([])
  })

  it('is left to the server where there is nothing to take', () => {
    takeModels(data, own)
    expect(existsSync(own)).toBe(false)
  })
})
