import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePcap } from '../src/pcap/pcap-writer.ts'
import { Client } from './contract-client.ts'
import { lookUp } from './dns-script.ts'
import { type OpenedCaptureApp, openCaptureApp } from './open-capture-app.ts'
import { steeredNames } from './steered-names.ts'
import { TrafficScript } from './traffic-script.ts'
import { spoken } from './user-rule-script.ts'

/** A rule of the user that looks for a chain of thirteen letters before a word that never comes. */
const costlyRule = `alert tcp any any -> any any (msg:"own"; content:"a"; ${'content:"a"; distance:0; '.repeat(12)} content:"never"; distance:0; fast_pattern; sid:7;)`
const backtrackingRule =
  'alert tcp any any -> any any (msg:"own"; content:"start"; pcre:"/^start(a+)+$/"; sid:8;)'

/** What is sent to tire a rule or to steer a hash, through the running server. */
describe('traffic that is made to', { timeout: 60_000 }, () => {
  let opened: OpenedCaptureApp
  let server: Client
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evasion-'))
    const path = join(folder, 'own.rules')
    await writeFile(path, `${costlyRule}\n${backtrackingRule}\n`)
    opened = await openCaptureApp({ rules: { paths: [path], variables: {} } })
    server = new Client(opened)
  })
  afterEach(async () => {
    await opened.close()
    await rm(folder, { recursive: true })
  })

  async function kindsOf(script: TrafficScript): Promise<Set<string>> {
    const capture = Uint8Array.from(Buffer.concat([...writePcap(script.records)]))
    await server.replay('hostile.pcap', capture)
    return new Set(opened.context.monitor.detections.map(({ kind }) => kind))
  }

  it('steer the hash of its names is found all the same', async () => {
    const data = Array.from({ length: 60 }, (_, index) => `${index}-`.padEnd(40, '7f3a9c'))
    const script = new TrafficScript()
    for (const name of steeredNames(data, 't.example')) {
      lookUp(script, { client: '10.0.0.5', name, answer: '192.0.2.1' })
      script.wait(0.2)
    }
    expect(await kindsOf(script)).toContain('dns_tunnel')
  })

  it('use up the work of a rule with decoys is found all the same', async () => {
    const decoys = 'union%20all%20'.repeat(100)
    const target = `/i?id=${decoys}1%20union%20select%20pw%20from%20users`
    const request = `GET ${target} HTTP/1.1\r\nHost: shop.example\r\n\r\n`
    const says = [request, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n']
    const script = new TrafficScript().connection('203.0.113.9', '192.0.2.80:80', { says })
    expect(await kindsOf(script)).toContain('sql_injection')
  })

  it("use up the work of a user's rule is given up, counted by rule, and said", async () => {
    await kindsOf(spoken([`never ${'a'.repeat(6_000)}`, 'ok'], 1_460))
    expect((await server.get('/health')).problems).toEqual([
      expect.stringMatching(/^rule 7 was given up \d+ times: it took more steps than a rule may/),
    ])
  })

  it('let an expression try without end is read once', async () => {
    const kinds = await kindsOf(spoken([`start${'a'.repeat(15_000)}!`, 'ok'], 1_460))
    expect(kinds).not.toContain('user_rule')
    expect(await kindsOf(spoken([`start${'a'.repeat(1_000)}`, 'ok'], 1_460))).toContain('user_rule')
  })
})
