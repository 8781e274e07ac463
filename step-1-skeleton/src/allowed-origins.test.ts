import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allowedOriginCountMax, readAllowedOrigins } from './allowed-origins.ts'
import { ConfigFile } from './config/config-file.ts'

it('come from the variable, else from the file, else there are none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'origins-'))
  const path = join(folder, 'net-anomaly.yaml')
  await writeFile(path, 'allowed_origins: [https://pages.example]\n')
  const file = await ConfigFile.read(path)
  await rm(folder, { recursive: true })
  const other = 'http://localhost:9000'
  expect(readAllowedOrigins(file, undefined)).toEqual(['https://pages.example'])
  expect(readAllowedOrigins(file, `${other}, http://[::1]:9000`)).toEqual([
    other,
    'http://[::1]:9000',
  ])
  expect(readAllowedOrigins(undefined, '')).toEqual([])
})

it.each([
  '*',
  'null',
  'pages.example',
  'https://*.pages.example',
  'https://pages.example/',
  'https://pages.example:443',
  'https://Pages.example',
  'https://pages.example/dashboard',
  'https://user@pages.example',
  'file://',
  'ftp://pages.example',
  'https://pages.example,',
])('are refused where one is %j, which no browser sends as such', (text) => {
  expect(() => readAllowedOrigins(undefined, text)).toThrow(
    expect.objectContaining({ code: 'E_BAD_CONFIG' }),
  )
})

it('are as many as there may be, and refused where there is one more', () => {
  const all = Array.from(
    { length: allowedOriginCountMax },
    (_, index) => `http://p${index}.example`,
  )
  expect(readAllowedOrigins(undefined, all.join())).toHaveLength(allowedOriginCountMax)
  expect(() => readAllowedOrigins(undefined, [...all, 'http://one.more'].join())).toThrow(/64/)
})
