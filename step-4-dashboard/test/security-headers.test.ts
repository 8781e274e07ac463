import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from './open-test-dashboard.ts'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard()
})
afterAll(() => dashboard.close())

describe('every answer', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/alerts'],
    ['GET', '/assets/app-1.js'],
    ['GET', '/health'],
    ['GET', '/api/status'],
    ['GET', '/api/events'],
    ['GET', '/docs'],
    ['GET', '/nothing'],
    ['GET', '/api/start'],
    ['POST', '/analyze'],
    ['GET', '/socket.io/?EIO=4&transport=polling'],
    ['GET', '/socket.io/?EIO=4&transport=nothing'],
  ])('forbids frames, inline scripts and guessing of types: %s %s', async (method, path) => {
    const { headers, body } = await fetch(dashboard.origin + path, { method })
    await body?.cancel()
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('has them also when it refuses', async () => {
    const response = await fetch(`${dashboard.origin}/api/stop`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    })
    expect(response.status).toBe(403)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('keeps a GET of what only a POST starts from having an effect', async () => {
    const response = await fetch(`${dashboard.origin}/api/start`)
    expect(response.status).toBe(405)
    expect(dashboard.context.monitor.status().run_id).toBeNull()
  })
})
