import { parseArgs } from 'node:util'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'

/** What a server or a command is started with beside the environment. */
export interface StartOptions {
  /** `--config`: the path of the configuration file. */
  readonly config?: string | undefined
  /** `--set`, from step 2 on: options of detectors, as `beaconing.scoreMin=0.8`. */
  readonly set?: readonly string[] | undefined
  /** Name of this machine, from step 2 on: what detections and flows name unless told otherwise. */
  readonly hostName?: string
}

const texts = {
  config: '--config FILE',
  set: '--set DETECTOR.OPTION=VALUE',
} as const

/**
 * Reads what stands behind `npm start --`. @param known Step 1 has no detectors to set.
 * @throws AppError `E_BAD_CONFIG`
 */
export function readStartOptions(
  args: readonly string[],
  known: readonly (keyof typeof texts)[] = ['config', 'set'],
): Pick<StartOptions, 'config' | 'set'> {
  const options = { config: { type: 'string' }, set: { type: 'string', multiple: true } } as const
  try {
    const { values } = parseArgs({ args: [...args], options })
    for (const name of ['config', 'set'] as const) {
      if (values[name] !== undefined && !known.includes(name)) {
        throw new Error(`this step does not take --${name}`)
      }
    }
    return values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AppError(errorCodes.E_BAD_CONFIG, message, {
      fix: `It takes ${known.map((name) => texts[name]).join(' and ')}, behind two dashes: npm start -- --config FILE`,
    })
  }
}
