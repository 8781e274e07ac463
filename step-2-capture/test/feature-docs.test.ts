import { expect, test } from 'vitest'
import { decaysPerSecond } from '../src/features/damped-statistics.ts'
import { hostFeatures } from '../src/features/host-window.ts'
import { packetFeatures } from '../src/features/packet-feature.ts'
import { flowRecord } from '../src/run/flow-record.ts'

interface Row {
  readonly name: string
  readonly unit: string
  readonly formula: string
}

/** `vitest -u` writes the document anew after a feature has changed. */
test('docs/features.md names every feature with its unit and formula', async () => {
  await expect(document()).toMatchFileSnapshot('../../docs/features.md')
})

function document(): string {
  return [
    '# Features',
    'Made from the code by `step-2-capture/test/feature-docs.test.ts`. Traffic time is the only clock.',
    '## Host windows',
    'Of each host that sent something in 10 s: `extract --out metrics.jsonl`, `GET /api/metrics`.',
    table(hostFeatures),
    '## Flows',
    'Of each flow when it ends, when it was silent for too long, when it was driven out of a full ' +
      'table, when the capture ends, and every 30 minutes while it is open: `extract --flows ' +
      'flows.jsonl`, `GET /api/flows`.',
    table(flowFields()),
    '## Packets',
    'Of each IP packet: `extract --packet-features features.csv`, `train --level packet`. Behind the ' +
      'first fifteen are the damped statistics of Kitsune (NDSS 2018): of the sender (host), of both ' +
      `hosts (channel) and of the flow (socket), for λ of ${decaysPerSecond.join(', ')} a second; ` +
      'here for one λ.',
    table(packetFeatures.filter(({ name }) => !/_(5|3|0\.1|0\.01)$/.test(name)).map(forAnyDecay)),
    '',
  ].join('\n\n')
}

function forAnyDecay({ name, unit, formula }: Row): Row {
  return { name: name.replace(/_1$/, '_λ'), unit, formula: formula.replace('; λ = 1 / s', '') }
}

/** A description begins with its unit, where there is one: `s: last_seen - first_seen`. */
function flowFields(): Row[] {
  return Object.entries(flowRecord.shape).map(([name, { description = '' }]) => {
    const [unit = '', formula] = description.includes(': ') ? description.split(': ') : []
    return formula === undefined
      ? { name, unit: '', formula: description }
      : { name, unit, formula }
  })
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ name, unit, formula }) => `| \`${name}\` | ${unit} | ${formula} |`)
  return ['| name | unit | formula |', '| --- | --- | --- |', ...cells].join('\n')
}
