import { describe, expect, it } from 'vitest'
import { visibleText } from './visible-text.ts'

describe('visibleText', () => {
  it.each([
    ['caps\u202epacp.exe', 'caps\\u202epacp.exe'],
    ['a\u0000b\u001b[31mc', 'a\\u0000b\\u001b[31mc'],
    ['line\r\nline', 'line\\u000d\\u000aline'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ])('writes out what disguises: %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  it.each(['', '<img src=x onerror=alert(1)>', 'Grüße, 世界 🎉', 'فارسی'])(
    'leaves writing alone: %j',
    (text) => {
      expect(visibleText(text)).toBe(text)
    },
  )
})
