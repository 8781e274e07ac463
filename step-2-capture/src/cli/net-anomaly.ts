import { runCommandLine, unknownCommand } from './command-line.ts'
import { commands, overview } from './commands.ts'

/*
 * `npm run --silent net-anomaly -- COMMAND`: exit code 0, 1 after a failure, 2 after bad usage.
 * Standard output is for results alone; what goes wrong is said on standard error.
 */

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const [name = '--help', ...args] = process.argv.slice(2)
try {
  const command = commands.find((known) => known.name === name)
  if (command) await runCommandLine(await command.load(), args)
  else if (name === '--help' || name === '-h') console.log(overview())
  else throw unknownCommand(name)
} catch (error) {
  const { describeCommandFailure } = await import('./command-failure.ts')
  const { text, exitCode } = describeCommandFailure(error)
  console.error(text)
  process.exitCode = exitCode
}
