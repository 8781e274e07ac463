import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Section } from './section.ts'
import { sectionSettings, variableName } from './section-settings.ts'

const section = {
  name: 'capture',
  schema: z.strictObject({
    ringHours: z.int().min(1).max(100).default(7).meta({ unit: 'hours' }),
    isLoud: z.boolean().default(false),
    folders: z.array(z.string()).max(2).default([]).meta({ unit: 'folders' }),
  }),
} as const satisfies Section

const read = (env: Record<string, string>) => sectionSettings(section, { file: undefined, env })

it('names a variable after the section and the words of the field', () => {
  expect(variableName('capture', 'ringHours')).toBe('NET_ANOMALY_CAPTURE_RING_HOURS')
})

it('takes numbers, switches and lists from the environment, and the default of the rest', () => {
  expect(read({})).toEqual({ ringHours: 7, isLoud: false, folders: [] })
  const env = {
    NET_ANOMALY_CAPTURE_RING_HOURS: '100',
    NET_ANOMALY_CAPTURE_IS_LOUD: 'true',
    NET_ANOMALY_CAPTURE_FOLDERS: '/a, /b',
  }
  expect(read(env)).toEqual({ ringHours: 100, isLoud: true, folders: ['/a', '/b'] })
  expect(read({ NET_ANOMALY_CAPTURE_RING_HOURS: '' })).toMatchObject({ ringHours: 7 })
})

it.each([
  ['RING_HOURS', '101', 'must be a whole number from 1 to 100 hours, not 101'],
  ['RING_HOURS', 'long', 'must be a whole number from 1 to 100 hours, not "long"'],
  ['IS_LOUD', 'yes', 'must be true or false, not "yes"'],
  ['FOLDERS', 'a,b,c', 'must be a list of at most 2 folders, not of 3'],
])('refuses %s=%s by the name of its variable', (name, value, message) => {
  const variable = `NET_ANOMALY_CAPTURE_${name}`
  expect(() => read({ [variable]: value })).toThrow(
    expect.objectContaining({ code: 'E_BAD_CONFIG', message: `${variable} ${message}` }),
  )
})
