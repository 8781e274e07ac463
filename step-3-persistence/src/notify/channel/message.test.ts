import { describe, expect, it } from 'vitest'
import { alert as alertSchema } from '../../alert/alert.ts'
import { alertExample } from '../../alert/alert-example.ts'
import type { Notification } from './channel.ts'
import { subjectOf, textOf } from './message.ts'

const alert = alertSchema.parse(alertExample)
const told: Notification = {
  kind: 'alert',
  severity: 'high',
  title: alert.title,
  alert,
  heldCount: 0,
}

describe('a message', () => {
  it('says what, who, why and what to do', () => {
    const text = textOf(told, '')
    for (const part of [
      alert.title,
      '10.0.0.9',
      'T1046 Network Service Discovery (Discovery)',
      '- failed_ports: 212 ports (typical: 6)',
      alert.recommendation,
      'a replay of office.pcap',
      alert.group_key,
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/\{\{|undefined|null|more detections/)
    expect(subjectOf(told)).toBe(`[HIGH] ${alert.title}`)
  })

  it('says how many were held back', () => {
    expect(textOf({ ...told, kind: 'digest', heldCount: 4_213 }, '')).toContain(
      '4213 more detections since the last message',
    )
  })

  it('never lets a simulation pass for an attack', () => {
    const capture = { source: 'simulate', name: 'port_scan' } as const
    const simulated = { ...told, alert: { ...alert, capture } }
    expect(subjectOf(simulated)).toContain('[HIGH SIMULATED]')
    expect(textOf(simulated, '')).toContain('SIMULATED, not real (port_scan)')
    expect(subjectOf({ ...told, kind: 'test' })).toContain('[HIGH TEST]')
  })

  it('fills a template of the user, and leaves what is no field', () => {
    const template = '{{title}} / {{count}} / {{nonsense}} / {{__proto__}} / {{constructor}}'
    expect(textOf(told, template)).toBe(
      `${alert.title} / 8 / {{nonsense}} / {{__proto__}} / {{constructor}}`,
    )
  })

  it('fills each placeholder once: what a title holds is no template', () => {
    const nested = { ...told, alert: { ...alert, title: '{{recommendation}} $& $1' } }
    expect(textOf(nested, '{{title}}')).toBe('{{recommendation}} $& $1')
  })

  it('keeps line breaks and what is unseen out of every field', () => {
    const title = 'a\r\nBcc: victim@example.org\r\n\u001b[31m\u202e'
    const hostile = { ...told, title, alert: { ...alert, title, source: 'x\ny' } }
    expect(subjectOf(hostile)).toBe('[HIGH] a Bcc: victim@example.org \ufffd[31m\ufffd')
    expect(textOf(hostile, '{{title}}|{{source}}')).toBe(
      'a Bcc: victim@example.org \ufffd[31m\ufffd|x y',
    )
  })

  it('is bounded', () => {
    const long = { ...told, title: 'x'.repeat(10_000), alert: { ...alert, title: 'x'.repeat(1e5) } }
    expect(subjectOf(long)).toHaveLength(200)
    expect(textOf(long, '{{title}}{{title}}').length).toBeLessThanOrEqual(20_000)
  })
})
