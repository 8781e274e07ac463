import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { checkFilter } from './capture-filter.ts'
import { askTcpdump, captureError, complaintLine, findTcpdump, missingTcpdump } from './tcpdump.ts'

describe('findTcpdump', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('takes the first that may be run, and no folder of that name', async () => {
    const [first, second] = [join(folder, 'a'), join(folder, 'b')] as const
    await mkdir(join(first, 'tcpdump'), { recursive: true })
    await mkdir(second)
    await writeFile(join(second, 'tcpdump'), '')
    const path = ['', folder, first, second].join(delimiter)
    expect(() => findTcpdump(path)).toThrow('not installed')
    await chmod(join(second, 'tcpdump'), 0o755)
    expect(findTcpdump(path)).toBe(join(second, 'tcpdump'))
  })

  it('says how to install it where there is none', () => {
    expect(() => findTcpdump('')).toThrow(
      expect.objectContaining({
        code: 'E_NO_TCPDUMP',
        status: 503,
        fix: expect.stringContaining('install tcpdump'),
      }),
    )
  })
})

describe('captureError', () => {
  it.each([
    [
      "tcpdump: lo: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)\n",
      'E_NO_CAPTURE_PERMISSION',
      'setcap cap_net_raw,cap_net_admin=eip /usr/bin/tcpdump',
    ],
    ['tcpdump: eth9: No such device exists\n', 'E_UNKNOWN_INTERFACE', '/api/interfaces'],
    ['tcpdump: eth9: That device is not up\n', 'E_INTERFACE_DOWN', 'ip link set eth9 up'],
    ['tcpdump: pcap_loop: The interface disappeared\n', 'E_UNKNOWN_INTERFACE', '/api/interfaces'],
    ['', 'E_CAPTURE_FAILED', 'Start'],
  ])('reads %j', (complaint, code, fix) => {
    const error = captureError(complaint, '/usr/bin/tcpdump', 'eth9')
    expect(error).toMatchObject({ code, fix: expect.stringContaining(fix) })
  })

  it('repeats the last line, without what a terminal would obey', () => {
    const line = complaintLine('tcpdump: listening on lo\ntcpdump: \x1b[31mbad\n\n')
    expect(line).toBe('?[31mbad')
    expect(complaintLine('')).toBe('it gave no reason')
  })
})

describe('askTcpdump', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('hands each argument over as it is, without a shell', async () => {
    const program = join(folder, 'tcpdump')
    await writeFile(program, '#!/bin/sh\nprintf "[%s]" "$@"\n', { mode: 0o755 })
    const filter = '-z /x/e; $(id) "quoted" \'also\''
    const { output } = await askTcpdump(program, ['-i', 'lo', '-d', '--', filter])
    expect(output).toBe(`[-i][lo][-d][--][${filter}]`)
  })

  it.each([
    ['that is too long', 'x'.repeat(1_025), '1025 characters'],
    ['with NUL', 'tcp\0', 'control character'],
    ['with a line break', 'tcp\n-w /x/y', 'control character'],
    ['with an escape', 'tcp\x1b', 'control character'],
  ])('is not asked about a filter %s', async (_, filter, reason) => {
    const check = checkFilter({ filter, interfaceName: 'lo', program: join(folder, 'nothing') })
    await expect(check).rejects.toMatchObject({
      code: 'E_BAD_FILTER',
      status: 400,
      message: expect.stringContaining(reason),
    })
  })
})

test.each([
  ['linux', ['apt-get', 'dnf'], 'Install it: sudo apt-get install tcpdump. Capture'],
  ['linux', ['apk'], 'Install it: sudo apk add tcpdump. Capture'],
  ['linux', [], 'Install it with the package manager of this system. Capture'],
  ['darwin', [], 'Install it: brew install tcpdump. Capture'],
] as const)('says on %s with %j how tcpdump is installed', (platform, there, fix) => {
  const names: readonly string[] = there
  const said = missingTcpdump(platform, (program) => names.includes(program))
  expect(said.fix).toContain(fix)
})

test('says in one sentence that Windows has no live capture', () => {
  expect(missingTcpdump('win32', () => true)).toMatchObject({
    message: 'live capture is not supported on Windows',
  })
})
