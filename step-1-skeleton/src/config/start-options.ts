import { parseArgs } from 'node:util'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'

/** What a server or a command is started with beside the environment. */
export interface StartOptions {
  /** `--config`: the path of the configuration file. */
  readonly config?: string | undefined
  /** `--host` and `--port`: where to listen, before HOST and PORT. */
  readonly host?: string | undefined
  readonly port?: string | undefined
  /** `--set`, from step 2 on: options of detectors, as `beaconing.scoreMin=0.8`. */
  readonly set?: readonly string[] | undefined
  /** `--rules`, from step 2 on: files and folders of the user's own rules. */
  readonly rules?: readonly string[] | undefined
  /** `--interface`, `--pcap`, `--folder` and `--simulate`, from step 2 on: what runs at once, each as often as it is given. */
  readonly interface?: readonly string[] | undefined
  readonly pcap?: readonly string[] | undefined
  readonly folder?: readonly string[] | undefined
  readonly simulate?: readonly string[] | undefined
  /** `--mode`, from step 2 on: the kind of source, with the default one of its kind. */
  readonly mode?: string | undefined
  /** Name of this machine, from step 2 on: what detections and flows name unless told otherwise. */
  readonly hostName?: string
}

const once = { type: 'string' } as const
const often = { type: 'string', multiple: true } as const
const options = {
  config: once,
  host: once,
  port: once,
  set: often,
  rules: often,
  interface: often,
  pcap: often,
  folder: often,
  simulate: often,
  mode: once,
} as const
type OptionName = keyof typeof options

const texts: Readonly<Record<OptionName, string>> = {
  config: '--config FILE',
  host: '--host ADDRESS',
  port: '--port NUMBER',
  set: '--set DETECTOR.OPTION=VALUE',
  rules: '--rules FILE_OR_FOLDER',
  interface: '--interface NAME',
  pcap: '--pcap FILE',
  folder: '--folder FOLDER',
  simulate: '--simulate SCENARIO',
  mode: '--mode live, pcap or simulate',
}
/** Step 1 has no detectors to set, and no sources. */
export const step1Options: readonly OptionName[] = ['config', 'host', 'port']

/**
 * Reads what stands behind `npm start --`. @param known What the step takes; all from step 2 on.
 * @throws AppError `E_BAD_CONFIG`
 */
export function readStartOptions(
  args: readonly string[],
  known: readonly OptionName[] = Object.keys(options) as OptionName[],
): Omit<StartOptions, 'hostName'> {
  try {
    const { values } = parseArgs({ args: [...args], options })
    const unknown = Object.keys(values).find((name) => !known.some((one) => one === name))
    if (unknown !== undefined) throw new Error(`this step does not take --${unknown}`)
    return values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AppError(errorCodes.E_BAD_CONFIG, message, {
      fix: `It takes ${known.map((name) => texts[name]).join(', ')}, behind two dashes: npm start -- --config FILE`,
    })
  }
}
