import type { CommandDef } from 'citty'

/** A command that is loaded when it is asked for: none pays for the imports of the others. */
export interface LazyCommand {
  readonly name: string
  readonly description: string
  readonly load: () => Promise<CommandDef>
}

export const commands: readonly LazyCommand[] = [
  {
    name: 'inspect',
    description: 'Say what captures hold: frames, protocols, time',
    load: async () => asCommand((await import('./inspect.ts')).inspectCommand),
  },
  {
    name: 'extract',
    description: 'Write the host windows of captures, and their packets',
    load: async () => asCommand((await import('./extract.ts')).extractCommand),
  },
  {
    name: 'train',
    description: 'Learn from captures of ordinary traffic',
    load: async () => asCommand((await import('./train.ts')).trainCommand),
  },
  {
    name: 'models',
    description: 'List, compare, activate and exchange versions of models',
    load: async () => asCommand((await import('./models.ts')).modelsCommand),
  },
  {
    name: 'analyze',
    description: 'Find attacks in captures',
    load: async () => asCommand((await import('./analyze.ts')).analyzeCommand),
  },
  {
    name: 'capture',
    description: 'Find attacks in live traffic',
    load: async () => asCommand((await import('./capture.ts')).captureCommand),
  },
  {
    name: 'simulate',
    description: 'Make a capture of simulated traffic, with labels',
    load: async () => asCommand((await import('./simulate.ts')).simulateCommand),
  },
  {
    name: 'score',
    description: 'Measure detectors on a table with labels',
    load: async () => asCommand((await import('./score.ts')).scoreCommand),
  },
  {
    name: 'evaluate',
    description: 'Measure the detectors on captures with labels',
    load: async () => asCommand((await import('./evaluate.ts')).evaluateCommand),
  },
  {
    name: 'detectors',
    description: 'Say what each detector finds, and list its options',
    load: async () => asCommand((await import('./detectors.ts')).detectorsCommand),
  },
  {
    name: 'rules',
    description: 'Check your own rules: which can be used, and why others cannot',
    load: async () => asCommand((await import('./rules.ts')).rulesCommand),
  },
  {
    name: 'config',
    description: 'Check the configuration of a server',
    load: async () => asCommand((await import('./config.ts')).configCommand),
  },
  {
    name: 'baselines',
    description: 'Learn what is typical for each host, and say what is new since',
    load: async () => asCommand((await import('./baselines.ts')).baselinesCommand),
  },
  {
    name: 'self-test',
    description: 'Replay the samples: does each detection fire?',
    load: async () => asCommand((await import('./self-test.ts')).selfTestCommand),
  },
  {
    name: 'serve',
    description: 'Start the server of step 2, with a source if you like',
    load: async () => asCommand((await import('./serve.ts')).serveCommand),
  },
  {
    name: 'get',
    description: 'Ask the server that runs here: get /api/status state',
    load: async () => asCommand((await import('./get.ts')).getCommand),
  },
  {
    name: 'post',
    description: "Send it a body: post /api/start '{source: {kind: simulate, scenario: office}}'",
    load: async () => asCommand((await import('./post.ts')).postCommand),
  },
]

/** The list of commands, shown when none is named. */
export function overview(): string {
  const lines = commands.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`)
  return [
    'Usage: npm run --silent net-anomaly -- COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'COMMAND --help shows the options of a command.',
  ].join('\n')
}

/** The arguments of a command are checked by the command itself, so their types end here. */
function asCommand(command: unknown): CommandDef {
  return command as CommandDef
}
