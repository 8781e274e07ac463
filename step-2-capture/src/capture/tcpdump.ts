import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** A question to tcpdump is answered in milliseconds; a name server that a filter asks may hang. */
const answerMsMax = 5_000
const answerBytesMax = 1024 * 1024

/** What the privileged child is asked once, before it captures. */
export interface Answer {
  readonly isGood: boolean
  readonly output: string
  readonly errors: string
}

/**
 * Where tcpdump lies.
 * @param searchPath Folders in the form of the PATH variable.
 * @throws AppError `E_NO_TCPDUMP`
 */
export function findTcpdump(searchPath: string): string {
  for (const folder of searchPath.split(delimiter)) {
    if (folder === '') continue
    const path = join(folder, 'tcpdump')
    if (isProgram(path)) return path
  }
  const { message, fix } = missingTcpdump(process.platform, isThere)
  throw new AppError(errorCodes.E_NO_TCPDUMP, message, { fix })
}

const isThere = (program: string) =>
  ['/usr/bin', '/bin', '/sbin'].some((folder) => isProgram(join(folder, program)))

/** How programs are installed; the first whose manager is there is meant. */
const managers: readonly (readonly [manager: string, command: string])[] = [
  ['apt-get', 'sudo apt-get install tcpdump'],
  ['dnf', 'sudo dnf install tcpdump'],
  ['apk', 'sudo apk add tcpdump'],
  ['pacman', 'sudo pacman -S tcpdump'],
  ['zypper', 'sudo zypper install tcpdump'],
]

/** What is said where there is no tcpdump: what lacks, and what to do on this platform. */
export function missingTcpdump(
  platform: NodeJS.Platform,
  hasManager: (program: string) => boolean,
): { readonly message: string; readonly fix: string } {
  const rest = 'Capture files and simulations work without it.'
  if (platform === 'win32') {
    return {
      message: 'live capture is not supported on Windows',
      fix: 'Record with Wireshark and upload the file, or run Net Anomaly in WSL or on Linux.',
    }
  }
  const message = 'tcpdump is not installed, so nothing can be captured live'
  if (platform === 'darwin') return { message, fix: `Install it: brew install tcpdump. ${rest}` }
  const command = managers.find(([manager]) => hasManager(manager))?.[1]
  const how = command === undefined ? 'with the package manager of this system' : `: ${command}`
  return { message, fix: `Install it${command === undefined ? ' ' : ''}${how}. ${rest}` }
}

/** Runs tcpdump with these arguments, never through a shell, and waits for its answer. */
export function askTcpdump(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const options = {
      timeout: answerMsMax,
      maxBuffer: answerBytesMax,
      killSignal: 'SIGKILL',
    } as const
    execFile(program, args, options, (error, output, errors) => {
      const reason = error?.killed ? `no answer within ${answerMsMax / 1000} s` : errors
      resolve({ isGood: error === null, output, errors: reason })
    })
  })
}

/** What tcpdump's complaint means, as an error with a fix. */
export function captureError(complaint: string, program: string, interfaceName: string): AppError {
  const line = complaintLine(complaint)
  if (/permission|not permitted/i.test(complaint)) return noPermission(program)
  if (/no such device|doesn't exist|disappeared|SIOCGIFHWADDR|BIOCSETIF/i.test(complaint)) {
    return unknownInterface(interfaceName)
  }
  if (/not up|went down/i.test(complaint)) {
    return new AppError(errorCodes.E_INTERFACE_DOWN, `the interface ${interfaceName} is down`, {
      fix: `Switch it on: sudo ip link set ${interfaceName} up`,
    })
  }
  return new AppError(errorCodes.E_CAPTURE_FAILED, `tcpdump ended by itself: ${line}`, {
    fix: 'Start the capture again; if it ends again, try the interface with tcpdump by hand.',
  })
}

export function unknownInterface(name: string): AppError {
  const shown = JSON.stringify(name.slice(0, 40))
  return new AppError(errorCodes.E_UNKNOWN_INTERFACE, `there is no interface ${shown}`, {
    fix: 'Choose one that GET /api/interfaces lists.',
  })
}

export function noPermission(program: string): AppError {
  return new AppError(errorCodes.E_NO_CAPTURE_PERMISSION, 'this user may not capture packets', {
    fix: permissionFix(program),
  })
}

/** Gives the right to tcpdump alone, so that the server itself needs none. */
export function permissionFix(program: string): string {
  return process.platform === 'linux'
    ? `Allow it for tcpdump alone: sudo setcap cap_net_raw,cap_net_admin=eip ${program}`
    : 'Allow reading of /dev/bpf*: with Wireshark comes ChmodBPF, which does that.'
}

/** The last line that says something, without tcpdump's name in front; printable characters only. */
export function complaintLine(complaint: string): string {
  const lines = complaint
    .split('\n')
    .map((line) => line.replace(/^tcpdump: /, '').replace(/[^\x20-\x7e]/g, '?'))
    .filter((line) => line.trim() !== '' && !saysNothing.test(line))
  return lines.at(-1)?.slice(0, 200) ?? 'it gave no reason'
}

/** What tcpdump says of every capture, also of one that failed. */
const saysNothing = /^(listening on|\d+ packets? (captured|received by filter|dropped by))/

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
