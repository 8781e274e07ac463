import { defineCommand } from 'citty'
import { AppError, toAppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { type CaptureSummary, inspectCapture } from '../run/inspect/inspect-capture.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'
import { showProgress } from './progress.ts'

/** `inspect`: what captures hold, one report a file; it goes on after a file that it cannot read. */
export const inspectCommand = defineCommand({
  meta: { name: 'inspect', description: 'Say what captures hold: frames, protocols, time' },
  args: {
    files: {
      type: 'positional',
      valueHint: 'FILE…',
      description: 'pcap or pcapng, also packed with gzip; - is standard input',
      required: false,
    },
    format: { type: 'string', default: 'text', description: 'text or json' },
  },
  async run({ args }) {
    const files = args._
    const { format } = args
    if (files.length === 0) throw badUsage('name at least one file', usage)
    if (format !== 'text' && format !== 'json') {
      throw badUsage(`--format ${format} is neither text nor json`, usage)
    }
    let failedCount = 0
    for (const file of files) {
      const report = await inspectFile(file)
      if (report.error !== undefined) failedCount++
      console.log(format === 'json' ? JSON.stringify(report) : reportText(report))
    }
    if (failedCount === 0) return
    const message = `${failedCount} of ${files.length} files could not be read to the end`
    throw new AppError(errorCodes.E_CAPTURE_INCOMPLETE, message, {
      fix: 'See the error of each; what was read before it is counted.',
    })
  },
})

type Report =
  | ({ readonly file: string } & CaptureSummary)
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } }

const usage = 'See: net-anomaly inspect --help'

async function inspectFile(file: string): Promise<Report> {
  const source = openInput(file)
  const progress = await showProgress(source)
  try {
    const chunks = source.open(new AbortController().signal)
    return { file, ...(await inspectCapture(watched(chunks, progress.add))) }
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    return { file, error: { code, message } }
  } finally {
    progress.end()
  }
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (byteCount: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    onBytes(chunk.length)
    yield chunk
  }
}

function reportText(report: Report): string {
  if (!('frames' in report)) return `${report.file}: ${report.error.message}`
  const { protocols, error } = report
  const counts = Object.entries(protocols).filter(([, count]) => count > 0)
  const lines = [
    `${report.file}: ${report.format}, ${report.link_types.join(', ') || 'no link type'}`,
    `  frames         ${report.frames} (${report.bytes} bytes, ${report.captured_bytes} captured)`,
    `  protocols      ${counts.map(([name, count]) => `${name} ${count}`).join(', ') || '-'}`,
    `  conversations  tcp ${report.tcp_conversations}, udp ${report.udp_conversations}`,
    `  time           ${report.first_seen ?? '-'} to ${report.last_seen ?? '-'}`,
  ]
  if (report.fragments > 0) lines.push(`  fragments      ${report.fragments}`)
  if (report.malformed > 0) lines.push(`  malformed      ${report.malformed}`)
  if (report.unknown_link_frames > 0) {
    lines.push(`  not decoded    ${report.unknown_link_frames} (link type is not known)`)
  }
  if (error) lines.push(`  stopped        at byte ${error.offset}: ${error.message}`)
  return lines.join('\n')
}
