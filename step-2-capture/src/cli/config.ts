import { hostname } from 'node:os'
import { defineCommand } from 'citty'
import { readCaptureConfig } from '../serve/capture-config.ts'

/** `config check`: reads the configuration as a server does, and says what holds. */
const checkCommand = defineCommand({
  meta: { name: 'check', description: 'Say whether file and environment can be used' },
  args: {
    config: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Configuration; default: NET_ANOMALY_CONFIG, or net-anomaly.yaml in DATA_DIR',
    },
  },
  async run({ args }) {
    const { configFile, runs, capture, retention, sensor } = await readCaptureConfig(process.env, {
      config: args.config,
      hostName: hostname(),
    })
    console.log(`${configFile?.path ?? 'no configuration file'}: ok`)
    const sections = { sensor, runs, capture, retention }
    for (const [name, settings] of Object.entries(sections)) {
      console.log(`${name}: ${JSON.stringify(settings)}`)
    }
  },
})

export const configCommand = defineCommand({
  meta: { name: 'config', description: 'Check the configuration of a server' },
  subCommands: { check: checkCommand },
})
