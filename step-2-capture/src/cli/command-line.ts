import { type ArgsDef, type CommandDef, renderUsage, runCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** Runs a command with its arguments, or shows its help. @throws AppError `E_BAD_USAGE` */
export async function runCommandLine(command: CommandDef, args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(await renderUsage(command, { meta: { name: 'net-anomaly' } }))
    return
  }
  checkOptions((command.args ?? {}) as ArgsDef, args)
  await runCommand(command, { rawArgs: args })
}

export function unknownCommand(name: string): AppError {
  return badUsage(`there is no command ${name}`, 'See: net-anomaly --help')
}

export function badUsage(message: string, fix: string): AppError {
  return new AppError(errorCodes.E_BAD_USAGE, message, { fix })
}

/** The parser takes any option for granted; a typing error must not be. */
function checkOptions(known: ArgsDef, args: readonly string[]): void {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string
    if (arg === '--') return
    if (!arg.startsWith('-') || arg === '-') continue
    const [name = '', value] = arg.replace(/^--?/, '').split('=', 2)
    const option = Object.hasOwn(known, name) ? known[name] : known[name.replace(/^no-/, '')]
    if (!option || option.type === 'positional') {
      throw badUsage(`there is no option ${arg}`, 'See: net-anomaly COMMAND --help')
    }
    if (option.type !== 'string' || value !== undefined) continue
    index++
    if (args[index] === undefined) {
      throw badUsage(`${arg} needs a value`, 'See: net-anomaly COMMAND --help')
    }
  }
}
