import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigFile } from './config-file.ts'
import type { Section } from './section.ts'

const detectors = {
  name: 'detectors',
  schema: z.strictObject({
    beaconing: z
      .strictObject({
        scoreMin: z.number().min(0).max(1).default(0.85).meta({ unit: 'share' }),
        countMin: z.int().min(1).max(1000).default(20).meta({ unit: 'connections' }),
        isLoud: z.boolean().default(false),
        allow: z.array(z.string().max(4)).max(2).default([]).meta({ unit: 'addresses' }),
        ports: z.array(z.int().min(1).max(65_535)).default([443]).meta({ unit: 'ports' }),
      })
      .optional(),
  }),
} as const satisfies Section

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'net-anomaly-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(text: string, name = 'net-anomaly.yaml'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const read = async (text: string) => ConfigFile.read(await write(text))
const sectionOf = async (text: string) => (await read(text)).section(detectors)

describe('ConfigFile', () => {
  it('gives a section as it is written, without the defaults of what is left out', async () => {
    const text = 'detectors:\n  beaconing:\n    scoreMin: 0.8\n    allow: [a, b]\n'
    expect(await sectionOf(text)).toEqual({ beaconing: { scoreMin: 0.8, allow: ['a', 'b'] } })
  })

  it.each(['', '# nothing yet\n', 'detectors:\n', 'sensor: gate\n'])(
    'gives nothing where the section is not there or empty: %j',
    async (text) => {
      expect(await sectionOf(text)).toBeUndefined()
    },
  )

  it('leaves the sections of later steps alone', async () => {
    await expect(read('sensor: [1, {}]\ndetectors: whatever\n')).resolves.toBeDefined()
  })

  it('refuses a section that no step has, by name and line', async () => {
    const path = join(folder, 'net-anomaly.yaml')
    await expect(read('sensor: gate\n\ndetector:\n  beaconing: {}\n')).rejects.toMatchObject({
      code: 'E_BAD_CONFIG',
      message: `${path}:3: detector is not a section; there are allowed_origins, sensor, capture, runs, models, retention, detectors, rules`,
    })
  })

  it.each([
    ['scoreMin: 1.5', 'detectors.beaconing.scoreMin must be a share from 0 to 1, not 1.5'],
    ['scoreMin: high', 'detectors.beaconing.scoreMin must be a share from 0 to 1, not "high"'],
    [
      'countMin: 0',
      'detectors.beaconing.countMin must be a whole number from 1 to 1000 connections, not 0',
    ],
    [
      'countMin: 2.5',
      'detectors.beaconing.countMin must be a whole number from 1 to 1000 connections, not 2.5',
    ],
    ['isLoud: yes', 'detectors.beaconing.isLoud must be true or false, not "yes"'],
    ['allow: a', 'detectors.beaconing.allow must be a list of addresses, not "a"'],
    [
      'allow: [a, b, c]',
      'detectors.beaconing.allow must be a list of at most 2 addresses, not of 3',
    ],
    [
      'ports: [443, 0]',
      'detectors.beaconing.ports.1 must be a whole number from 1 to 65535 ports, not 0',
    ],
    [
      'scoreMn: 1',
      'detectors.beaconing.scoreMn is not known; detectors.beaconing has scoreMin, countMin, isLoud, allow, ports',
    ],
  ])('refuses %s with its line, name, range and unit', async (line, message) => {
    const text = `detectors:\n  beaconing:\n    # a comment\n    ${line}\n`
    await expect(sectionOf(text)).rejects.toMatchObject({
      code: 'E_BAD_CONFIG',
      message: `${join(folder, 'net-anomaly.yaml')}:4: ${message}`,
    })
  })

  it('names the line of an entry in a list, and every problem at once', async () => {
    const text = 'detectors:\n  beaconing:\n    allow:\n      - a\n      - abcde\n    countMin: 0\n'
    const { message } = await sectionOf(text).then(Object, (error) => error)
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/yaml:6: detectors\.beaconing\.countMin must be/),
      expect.stringMatching(/yaml:5: detectors\.beaconing\.allow\.1: /),
    ])
  })

  it.each([
    ['a key twice', 'sensor: a\nsensor: b\n', 2, 'Map keys must be unique'],
    ['no YAML', 'sensor: a\n}\n', 2, 'Unexpected'],
    ['a list', '- sensor\n', 1, 'the file must be a map of sections'],
    ['a tag that nothing resolves', 'sensor: a\ndetectors: !program rm\n', 2, 'Unresolved tag'],
    ['two documents', 'sensor: a\n---\nsensor: b\n', 2, 'multiple documents'],
    ['an alias without its anchor', 'sensor: *a\n', 1, 'a'],
  ])('refuses %s with its line', async (_, text, line, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_BAD_CONFIG',
      message: expect.stringMatching(new RegExp(`net-anomaly\\.yaml:${line}: .*${message}`)),
    })
  })

  it('refuses a short text whose aliases stand for a long value', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`,
    )
    const text = `sensor:\n  a0: &a0 [x]\n  ${levels.join('\n  ')}\n`
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_BAD_CONFIG',
      message: expect.stringContaining('Excessive alias count'),
    })
  })

  it('refuses a file of more than a mebibyte unread', async () => {
    await expect(read(`# ${'x'.repeat(1_048_576)}\n`)).rejects.toMatchObject({
      code: 'E_BAD_CONFIG',
      message: expect.stringContaining('it has 1048579 bytes, and at most 1048576 are read'),
    })
  })
})

describe('ConfigFile.find', () => {
  const find = (option: string | undefined, env: Record<string, string> = {}) =>
    ConfigFile.find({ option, env, dataFolder: folder })

  it('takes --config before NET_ANOMALY_CONFIG, and that before the data folder', async () => {
    const inFolder = await write('sensor: folder\n')
    const ofEnv = await write('sensor: env\n', 'env.yaml')
    const ofOption = await write('sensor: option\n', 'option.yaml')
    const env = { NET_ANOMALY_CONFIG: ofEnv }
    expect((await find(ofOption, env))?.path).toBe(ofOption)
    expect((await find(undefined, env))?.path).toBe(ofEnv)
    expect((await find(undefined, { NET_ANOMALY_CONFIG: '' }))?.path).toBe(inFolder)
  })

  it('finds nothing in a data folder without the file, or that is not there', async () => {
    await rm(join(folder, 'net-anomaly.yaml'), { force: true })
    expect(await find(undefined)).toBeUndefined()
    const dataFolder = join(folder, 'missing')
    expect(await ConfigFile.find({ env: {}, dataFolder })).toBeUndefined()
  })

  it('refuses a file that is named and not there', async () => {
    const path = join(folder, 'missing.yaml')
    const refused = { code: 'E_BAD_CONFIG', message: expect.stringContaining(path) }
    await expect(find(path)).rejects.toMatchObject(refused)
    await expect(find(undefined, { NET_ANOMALY_CONFIG: path })).rejects.toMatchObject(refused)
  })
})
