import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from '../test/open-test-dashboard.ts'
import { preflight } from './preflight.ts'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard({ searchPath: '' })
})
afterAll(() => dashboard.close())

describe('preflight', () => {
  it('says where the data lies, and how to get what is missing', async () => {
    const { context } = dashboard
    const lines = await preflight(context, { dataFolder: '/somewhere/data', token: undefined })
    expect(lines).toEqual([
      expect.stringMatching(/– live capture .*tcpdump.*Samples and uploads work without it/),
      expect.stringMatching(/✓ data +\/somewhere\/data/),
      expect.stringMatching(/✓ pages +built/),
    ])
  })

  it('says that a token is asked for, and not which one', async () => {
    const token = '0123456789abcdef'
    const lines = await preflight(dashboard.context, { dataFolder: '', token })
    expect(lines.at(-1)).toContain('asked for by every route')
    expect(lines.join()).not.toContain(token)
  })
})
