import type { Guard } from './guard.ts'

const inPackage = { package: 'step-2-capture' } as const

/** Between the server and the programs and files that it opens. */
export const guardsOfStep2: readonly Guard[] = [
  {
    name: 'only names from the list are interfaces',
    threats: [8],
    change: {
      ...inPackage,
      file: 'capture/interfaces.ts',
      in: 'if (!links.some((link) => link.name === name)) throw unknownInterface(name)',
      by: 'void links',
    },
    tests: ['test/contract.test.ts', 'src/capture/live.test.ts'],
    testNames: 'interface|injection',
  },
  {
    name: 'a live filter is no option of tcpdump',
    threats: [9],
    change: {
      ...inPackage,
      file: 'capture/live.ts',
      in: "'-w', '-', '--', filter]",
      by: "'-w', '-', filter]",
    },
    tests: ['src/capture/live.test.ts'],
  },
  {
    name: 'a capture program that ignores SIGTERM is killed',
    threats: [11],
    change: {
      ...inPackage,
      file: 'capture/live.ts',
      in: "const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)",
      by: 'const timer = setTimeout(() => undefined, patienceMs)',
    },
    tests: ['src/capture/live.test.ts'],
  },
  {
    name: 'an upload over the limit ends while it arrives',
    threats: [15],
    change: {
      ...inPackage,
      file: 'upload/upload-store.ts',
      in: 'if (size > this.bytesMax) throw this.tooLarge()',
      by: '',
    },
    tests: ['src/upload/upload-store.test.ts'],
  },
  {
    name: 'a link in the place of an upload is not followed',
    threats: [18],
    change: {
      ...inPackage,
      file: 'upload/upload-store.ts',
      in: 'if (!stats.isFile() || !(await lstat(this.#notePath(id))).isFile()) return undefined',
      by: '',
    },
    tests: ['src/upload/upload-store.test.ts'],
  },
  {
    name: 'uploads are for their owner alone',
    threats: [53],
    change: {
      ...inPackage,
      file: 'upload/upload-store.ts',
      in: "await open(path, 'wx', 0o600)",
      by: "await open(path, 'wx', 0o644)",
    },
    tests: ['src/upload/upload-store.test.ts'],
  },
  {
    name: 'a gzip bomb ends',
    threats: [16],
    change: {
      ...inPackage,
      file: 'pcap/gunzip.ts',
      in: 'if (this.failure === null && this.#isBomb()) {',
      by: 'if (this.failure === null && this.#isBomb() && this.#bytes < 0) {',
    },
    tests: ['src/pcap/gunzip.test.ts'],
  },
  {
    name: 'it is said that a model judges other traffic than it knows',
    threats: [55],
    change: {
      ...inPackage,
      file: 'serve/open-capture.ts',
      in: '...modelProblems(context),',
      by: '',
    },
    tests: ['test/contract.test.ts'],
    testNames: 'simulated traffic judges',
  },
  {
    name: 'hashes of what strangers sent are keyed',
    threats: [29, 52],
    change: {
      ...inPackage,
      file: 'memory/hash-bytes.ts',
      in: 'const key0 = seed | 0',
      by: 'const key0 = 0',
    },
    tests: ['src/memory/hash-bytes.test.ts'],
  },
  {
    name: 'the key of a file is that of its first packet',
    threats: [29],
    change: {
      ...inPackage,
      file: 'engine.ts',
      in: 'this.byteSeed = byteSeedOf(this.packet, this.#options)',
      by: 'this.byteSeed = this.#options.seed',
    },
    tests: ['test/ten-seeds.test.ts'],
  },
  {
    name: 'tables are seeded',
    threats: [29],
    change: {
      ...inPackage,
      file: 'memory/key-index.ts',
      in: '    this.#multiplier = Math.imul(seed, 0x9e3779b1) | 1\n    this.#start = Math.imul(seed ^ 0x5bd1e995, 0x85ebca6b) | 0',
      by: '    this.#multiplier = seed === seed ? 0x9e3779b1 : 1\n    this.#start = 0x5bd1e995',
    },
    tests: ['src/memory/key-index.test.ts'],
  },
  {
    name: 'rules that reached their limit are said',
    threats: [23, 52],
    change: {
      ...inPackage,
      file: 'run/engine-run.ts',
      in: '...further, ...limits,',
      by: '...further,',
    },
    tests: ['test/evasion.test.ts'],
  },
]
