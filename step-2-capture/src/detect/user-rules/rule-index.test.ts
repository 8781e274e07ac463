import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { client, rulesOf, server, sidsOf, spoken } from '../../../test/user-rule-script.ts'

const letters = fc.constantFrom('a', 'b', 'C', ' ', '.')
const text = fc.string({ unit: letters, minLength: 1, maxLength: 9 })
const header = fc.record({
  source: fc.constantFrom('any', '$HOME_NET', '!$HOME_NET', '[192.168.1.5,10.0.0.1]'),
  sourcePorts: fc.constantFrom('any', '80', '!80'),
  arrow: fc.constantFrom('->', '<>'),
  target: fc.constantFrom('any', '$HOME_NET', '!$HOME_NET', '203.0.113.0/24'),
  targetPorts: fc.constantFrom('any', '80', '[81,82]', '!80', '1024:'),
})

type Header = typeof header extends fc.Arbitrary<infer Of> ? Of : never

const isHome = (host: string) => host.startsWith('192.168.') || host.startsWith('10.')
const hasHost = (set: string, host: string) =>
  set === 'any' ||
  (set === '$HOME_NET' && isHome(host)) ||
  (set === '!$HOME_NET' && !isHome(host)) ||
  (set === '203.0.113.0/24' && host.startsWith('203.0.113.')) ||
  set.includes(`[${host},`)
const hasPort = (set: string, port: number) =>
  set === 'any' ||
  set === String(port) ||
  (set === '[81,82]' && (port === 81 || port === 82)) ||
  (set === '!80' && port !== 80) ||
  (set === '1024:' && port >= 1_024)

interface End {
  readonly host: string
  readonly port: number
}

/** Whether the header is about what goes from one end to the other. */
function isAbout({ source, sourcePorts, arrow, target, targetPorts }: Header, ends: [End, End]) {
  const ways: [End, End][] = arrow === '->' ? [ends] : [ends, [ends[1], ends[0]]]
  return ways.some(
    ([from, to]) =>
      hasHost(source, from.host) &&
      hasPort(sourcePorts, from.port) &&
      hasHost(target, to.host) &&
      hasPort(targetPorts, to.port),
  )
}

describe('rules are found', () => {
  it('wherever going through all of them finds their content, in segments of 1, 7 and 1,460 bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ header, content: text }), { minLength: 1, maxLength: 30 }),
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(80, 81),
        (rules, parts, port) => {
          const said = parts.join('')
          // Above 1,023, as the script's clients are.
          const ends: [End, End] = [
            { host: client, port: 50_000 },
            { host: server, port },
          ]
          const wanted = rules.flatMap(({ header: of, content }, sid) =>
            isAbout(of, ends) && said.toLowerCase().includes(content.toLowerCase())
              ? [sid + 1]
              : [],
          )
          const lines = rules.map(({ header: of, content }, sid) => {
            const { source, sourcePorts, arrow, target, targetPorts } = of
            const words = `${source} ${sourcePorts} ${arrow} ${target} ${targetPorts}`
            return `alert tcp ${words} (flow:to_server; content:"${content}"; nocase; sid:${sid + 1};)`
          })
          for (const size of [1, 7, 1_460]) {
            expect(sidsOf(spoken([said], size, port).detect(rulesOf(...lines)))).toEqual(wanted)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('in more flows at once than answers about headers are kept of', () => {
    const script = new TrafficScript()
    const flows = Array.from({ length: 700 }, (_, n) => ({ port: 1_000 + n, from: 2_000 + n }))
    for (const word of ['first', 'again'])
      for (const { port, from } of flows)
        script.udp(`${client}:${from}`, `${server}:${port}`, Buffer.from(word))
    const lines = flows.map(
      ({ port }) => `alert udp any any -> any ${port} (content:"again"; sid:${port};)`,
    )
    const others = flows.map(
      ({ port }) => `alert udp any any -> any !${port} (content:"none"; sid:${port + 10_000};)`,
    )
    expect(sidsOf(script.detect(rulesOf(...lines, ...others)))).toEqual(
      flows.map(({ port }) => port),
    )
  })
})
