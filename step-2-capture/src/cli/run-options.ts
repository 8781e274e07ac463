import { hostname } from 'node:os'
import { ConfigFile, dataFolderDefault } from 'step-1-skeleton/config'
import { type RunConfig, readRunConfig } from '../serve/run-config.ts'

/** The options of every command that runs detectors. */
export const runArgs = {
  config: {
    type: 'string',
    valueHint: 'FILE',
    description: 'Configuration; default: NET_ANOMALY_CONFIG, or net-anomaly.yaml in DATA_DIR',
  },
  set: {
    type: 'string',
    valueHint: 'DETECTOR.OPTION=VALUE',
    description: 'Sets an option of a detector, as beaconing.scoreMin=0.8; may be repeated',
  },
} as const

/** Of the commands that may use rules of the user. */
export const ruleArgs = {
  rules: {
    type: 'string',
    valueHint: 'FILE_OR_FOLDER',
    description: 'Your own rules in the language of Suricata; may be repeated',
  },
} as const

/** What the parser of a command gives to it. */
export interface GivenArgs {
  readonly args: { readonly config?: string | undefined }
  readonly rawArgs: readonly string[]
}

/**
 * Reads what is configured for a command. A file that is not named on this command line is said
 * on standard error. @throws AppError `E_BAD_CONFIG`, `E_BAD_OPTION`
 */
export async function readRunOptions({ args, rawArgs }: GivenArgs): Promise<RunConfig> {
  const { env } = process
  const dataFolder = env.DATA_DIR || dataFolderDefault
  const file = await ConfigFile.find({ option: args.config, env, dataFolder })
  if (file && args.config === undefined) console.error(`configuration: ${file.path}`)
  const given = { set: repeated('set', rawArgs), rules: repeated('rules', rawArgs) }
  return readRunConfig(file, env, { ...given, hostName: hostname() })
}

/** Every value of an option, in order: the parser of commands keeps the last of what is repeated. */
export function repeated(name: 'set' | 'rules', rawArgs: readonly string[]): string[] {
  const option = `--${name}`
  const found: string[] = []
  for (const [index, arg] of rawArgs.entries()) {
    if (arg === '--') break
    if (arg === option) found.push(rawArgs[index + 1] ?? '')
    else if (arg.startsWith(`${option}=`)) found.push(arg.slice(option.length + 1))
  }
  return found
}
