import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCaptureApp } from '../../test/open-capture-app.ts'
import type { RuleTexts } from '../detect/user-rules/load-rules.ts'
import { RuleKeeper } from './rule-keeper.ts'

const now = () => new Date('2026-01-14T09:00:00Z')
const rule = (sid: number) =>
  `alert tcp any any -> any 80 (msg:"own"; content:"abc"; sid:${sid};)\n`

async function opened(content: string) {
  const path = join(await mkdtemp(join(tmpdir(), 'rules-')), 'own.rules')
  await writeFile(path, content)
  const changes: (RuleTexts | null)[] = []
  const onChange = (texts: RuleTexts | null) => changes.push(texts)
  const keeper = await RuleKeeper.open({ given: { paths: [path], variables: {} }, now, onChange })
  return { path, keeper, changes, given: { paths: [path], variables: {} } }
}

it('takes other rules when their file changes, and tells the runs', async () => {
  const { path, keeper, changes } = await opened(rule(1))
  expect(keeper.status).toMatchObject({
    rules: 1,
    used: 1,
    problem: null,
    loaded_at: now().toISOString(),
  })
  await writeFile(path, rule(1) + rule(2))
  expect(await keeper.reload()).toMatchObject({ rules: 2, used: 2 })
  expect(changes.map((texts) => texts?.files[0]?.content)).toEqual([rule(1) + rule(2)])
  await keeper.reload()
  expect(changes).toHaveLength(1)
  keeper.close()
})

it('keeps the rules from before while a file is broken or gone, and says why', async () => {
  const { path, keeper, changes } = await opened(rule(1))
  await writeFile(path, `${rule(1)}alert tcp any any -> any 80 (msg:"cut`)
  expect(await keeper.reload()).toMatchObject({
    used: 1,
    problem: expect.stringContaining('own.rules:2: '),
  })
  expect(keeper.problem).toContain('the rules from before are in force')
  await rm(path)
  expect(await keeper.reload()).toMatchObject({
    used: 1,
    problem: expect.stringContaining('own.rules'),
  })
  expect(changes).toHaveLength(0)
  await writeFile(path, rule(3))
  expect(await keeper.reload()).toMatchObject({ used: 1, problem: null })
  expect(changes).toHaveLength(1)
  keeper.close()
})

it('starts beside a rule that is not understood, and not without the file', async () => {
  const { keeper, path } = await opened(
    `${rule(1)}alert tcp any any -> any 80 (content:"x"; asn1:y; sid:2;)\n`,
  )
  expect(keeper.status).toMatchObject({
    rules: 2,
    used: 1,
    reasons: [{ reason: 'keyword', keyword: 'asn1', rules: 1 }],
  })
  keeper.close()
  const given = { paths: [`${path}x`], variables: {} }
  await expect(RuleKeeper.open({ given, now, onChange: () => {} })).rejects.toMatchObject({
    code: 'E_BAD_RULES',
  })
})

it('answers at /api/rules, and reads anew when it is asked to', async () => {
  const { path, given, keeper } = await opened(rule(1))
  keeper.close()
  const app = await openCaptureApp({ rules: given })
  const ask = async (route: string, method = 'GET') => (await app.request(route, { method })).json()
  expect(await ask('/api/rules')).toMatchObject({ paths: [path], used: 1 })
  await writeFile(path, rule(1) + rule(2))
  expect(await ask('/api/rules/reload', 'POST')).toMatchObject({ used: 2 })
  expect(await ask('/api/rules')).toMatchObject({ used: 2 })
  await app.close()
})
