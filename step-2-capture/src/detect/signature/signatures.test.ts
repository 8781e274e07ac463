import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import type { Detection } from '../seam/detection.ts'
import { signatures } from './signatures.ts'

const attacker = '203.0.113.9'
const server = '192.0.2.80:80'
const injection = "/item?id=1'%20union%20select%20name%20from%20users"

function request(target: string, { headers = '', body = '' } = {}): string {
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`
  return `POST ${target} HTTP/1.1\r\nHost: shop.example\r\n${headers}${length}\r\n${body}`
}

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const detect = (script: TrafficScript): Detection[] => script.detect(signatures)
const says = (...messages: string[]) =>
  detect(new TrafficScript().connection(attacker, server, { says: messages }))

describe('the signatures detector', () => {
  it('names the sender, the target and the text that it found', () => {
    const [found] = says(request(injection), answer)
    expect(found).toMatchObject({
      kind: 'sql_injection',
      severity: 'high',
      source: attacker,
      target: '192.0.2.80',
      target_port: 80,
      technique: { id: 'T1190' },
    })
    expect(found?.title).toContain("1' union select name from users")
    expect(found?.evidence).toHaveLength(1)
  })

  it('finds what is cut anywhere into two segments', () => {
    const whole = request(injection)
    for (let cut = 10; cut < whole.length - 1; cut += 7) {
      const kinds = says(whole.slice(0, cut), '', whole.slice(cut), answer).map((d) => d.kind)
      expect(kinds).toEqual(['sql_injection'])
    }
  })

  it('finds an attack late in a connection that is used again and again', () => {
    const ordinary = Array.from({ length: 60 }, () => [
      request('/save', { body: 'x'.repeat(900) }),
      answer,
    ]).flat()
    const kinds = says(...ordinary, request(injection), answer).map((d) => d.kind)
    expect(kinds).toEqual(['sql_injection'])
  })

  it('finds an attack in a form and not in the page that answers with the same text', () => {
    const body = "comment=1'+union+select+2"
    expect(says(request('/form', { body }), answer)).toHaveLength(1)
    const page = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    expect(says(request('/form', { body: 'comment=hello' }), page)).toEqual([])
  })

  it('finds an attack in a body that comes in chunks, and the request behind it', () => {
    const head = 'POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
    const body = "comment=1'+union+select+2"
    const chunks = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`
    expect(says(`${head}${chunks(body)}`, answer)).toHaveLength(1)
    expect(says(head, '', chunks(body), answer)).toHaveLength(1)
    expect(says(`${head}${chunks('comment=hello')}`, answer)).toEqual([])
    expect(says(`${head}${chunks('comment=hello')}`, answer, request(injection))).toHaveLength(1)
  })

  it.each([
    ['10.0.0.9', '192.0.2.66:4444', ['', 'uid=0(root) gid=0(root) groups=0(root)\n'], '10.0.0.9'],
    [
      '10.0.0.9',
      '192.0.2.66:8123',
      ['Microsoft Windows [Version 10.0.1]\r\n(c) 2019'],
      '192.0.2.66',
    ],
    ['10.0.0.9', '192.0.2.66:443', ['bash: no job control in this shell\n'], '192.0.2.66'],
  ])(
    'of a shell between %s and %s that says %j it accuses who gets it',
    (from, to, texts, source) => {
      const script = new TrafficScript().connection(from, to, { says: texts })
      const [found] = detect(script)
      expect(found).toMatchObject({ kind: 'reverse_shell', source })
      expect(found?.title).toContain(`${source} got `)
    },
  )

  it('states the first match, each doubling, and the number at the end', () => {
    const many = Array.from({ length: 9 }, () => [request(injection), answer]).flat()
    const counts = says(...many).map((d) => d.reasons.at(-1)?.actual)
    expect(counts).toEqual([1, 2, 4, 8, 9])
  })

  it('shows no control characters of a stranger in its title', () => {
    const [found] = says(request(`${injection}%1b[31m%0d%0a`), answer)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
    expect(found?.title).not.toMatch(/[\x00-\x1f\x7f]/)
  })

  it('is silent about ordinary requests', () => {
    const body = 'text=It%27s+a+lovely+day%3B+see+you+at+5+%23lunch'
    expect(says(request('/search?q=union+station', { body }), answer)).toEqual([])
  })
})
