import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { Samples } from '../capture/samples.ts'
import { errorCodes } from '../error-codes.ts'
import { isOfAttack, type SelfTestResult, selfTest } from '../self-test/self-test.ts'
import { badUsage } from './command-line.ts'

const samplesFolder = fileURLToPath(new URL('../../../samples', import.meta.url))

/** `self-test`: whether the detectors find what is in the samples, and nothing in ordinary traffic. */
export const selfTestCommand = defineCommand({
  meta: {
    name: 'self-test',
    description: 'Play the samples and the scenarios: does each detection fire?',
  },
  args: {
    format: { type: 'string', default: 'text', description: 'text or json' },
  },
  async run({ args: { format } }) {
    if (format !== 'text' && format !== 'json') {
      throw badUsage(`--format ${format} is neither text nor json`, 'See: self-test --help')
    }
    const results = await selfTest({ samples: new Samples(samplesFolder) })
    for (const result of results) {
      console.log(format === 'json' ? JSON.stringify(result) : textOf(result))
    }
    const attacks = results.filter(isOfAttack)
    const fired = attacks.filter(({ passed }) => passed)
    const quiet = results.filter((result) => !isOfAttack(result))
    const silent = quiet.filter(({ passed }) => passed)
    if (format === 'text') {
      console.log(`${fired.length}/${attacks.length} detections fired`)
      console.log(`${silent.length}/${quiet.length} ordinary captures raised no alarm`)
    }
    if (results.every(({ passed }) => passed)) return
    throw new AppError(errorCodes.E_SELF_TEST, 'not every sample gave what it should', {
      fix: 'See the lines that begin with FAIL.',
    })
  },
})

function textOf({ sample, expected, passed, stated }: SelfTestResult): string {
  const rest = stated.length > 2 ? `, ${stated.length - 2} more` : ''
  const what = stated.slice(0, 2).join(', ') || 'no alarm'
  return `${passed ? 'ok  ' : 'FAIL'}  ${sample}, ${expected}: ${what}${rest}`
}
