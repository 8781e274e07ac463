import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Measurement, measure } from './measure.ts'
import { peers } from './peers.ts'

/**
 * `npm run bench -- FILE.pcap`: the product beside whichever peers are installed, on one capture,
 * in one run. Compare the ratios; the seconds depend on the machine.
 */
const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error(
    'usage: npm run bench -- FILE.pcap\nGive an unpacked capture of at least 100,000 packets.',
  )
  process.exit(2)
}
const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-bench-'))
try {
  await compare(file, folder)
} finally {
  await rm(folder, { recursive: true })
}

async function compare(path: string, folder: string): Promise<void> {
  const short = await firstPackets(path, join(folder, 'ten.pcap'))
  const analyze = (capture: string) => [
    process.execPath,
    '--max-semi-space-size=4', // as scripts/run.mjs has it
    new URL('../../step-2-capture/src/cli/net-anomaly.ts', import.meta.url).pathname,
    ...['analyze', '--format', 'json', capture],
  ]
  console.log(
    `${path}: ${(await stat(path)).size} bytes; ${cpus()[0]?.model}, ${availableParallelism()} cores\n`,
  )
  row('program', 'what it does', 'CPU s', 'wall s', 'peak MB', 'CPU ratio')
  const startUp = await measure(analyze(short))
  const own = await measure(analyze(path))
  print('net-anomaly analyze', 'flows, features, every detector', own, own)
  print('  of that, start-up', 'the same for ten packets', startUp, own)
  const warm = await warmPass(path)
  const speed = `${(warm.packets_per_cpu_second / 1e6).toFixed(2)} million packets a CPU second`
  row('  once compiled', `third pass: ${speed}`, warm.cpu_seconds.toFixed(2))
  for (const peer of peers.filter((peer) => isInstalled(peer.command[0] as string))) {
    const command = peer.command.map((word) => word.replace('FILE', path).replace('FOLDER', folder))
    print(peer.name, peer.does, await measure(command), own)
  }
}

/** The same work in a process that has already done it twice. */
async function warmPass(
  path: string,
): Promise<{ cpu_seconds: number; packets_per_cpu_second: number }> {
  const program = new URL('../../step-2-capture/scripts/bench-engine.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-semi-space-size=4',
    program,
    path,
    '--passes=3',
  ])
  return JSON.parse(stdout)
}

function print(name: string, does: string, used: Measurement, own: Measurement): void {
  const failed = used.exitCode === 0 ? '' : ` (exit ${used.exitCode})`
  row(
    name,
    does + failed,
    used.cpuSeconds.toFixed(2),
    used.wallSeconds.toFixed(2),
    used.peakMegabytes.toFixed(0),
    (used.cpuSeconds / own.cpuSeconds).toFixed(2),
  )
}

function row(...cells: readonly string[]): void {
  const widths = [22, 50, 7, 7, 8, 10]
  console.log(
    cells
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join(' '),
  )
}

/** Copies the file header and ten records of a classic pcap file. */
async function firstPackets(path: string, target: string): Promise<string> {
  const source = await open(path)
  const head = Buffer.alloc(1 << 20)
  await source.read(head, 0, head.length, 0)
  await source.close()
  const little = head[0] === 0xd4 || head[0] === 0x4d
  let end = 24
  for (let packet = 0; packet < 10; packet++) {
    end += 16 + (little ? head.readUInt32LE(end + 8) : head.readUInt32BE(end + 8))
  }
  const copy = await open(target, 'w')
  await copy.write(head, 0, end)
  await copy.close()
  return target
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
