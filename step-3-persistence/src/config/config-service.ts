import { AppError } from 'step-2-capture'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import type { ChannelRegistry } from '../notify/channel/channel-registry.ts'
import { patched } from '../notify/channel/patched.ts'
import { type Config, type ConfigPatch, configSchema, defaultConfig } from './config.ts'
import type { ConfigStore } from './config-store.ts'

const settingName = 'config'

/** The configuration in force. Every change goes through here. */
export class ConfigService {
  /** The channels that the configuration knows. */
  readonly channels: ChannelRegistry
  readonly #store: ConfigStore
  #current: Config
  /** One change after the other, so that two at once both hold. */
  #changing: Promise<void> = Promise.resolve()

  private constructor(store: ConfigStore, channels: ChannelRegistry, current: Config) {
    this.#store = store
    this.channels = channels
    this.#current = current
  }

  /**
   * Reads what is stored; settings that came with a later version start at their default.
   * @throws AppError `E_CONFIG_DAMAGED`
   */
  static async open(store: ConfigStore, channels: ChannelRegistry): Promise<ConfigService> {
    const stored = (await store.read(settingName)) as ConfigPatch | undefined
    const parsed = configSchema(channels).safeParse(
      merged(channels, defaultConfig(channels), stored ?? {}),
    )
    if (parsed.success) return new ConfigService(store, channels, parsed.data)
    throw new AppError(errorCodes.E_CONFIG_DAMAGED, z.prettifyError(parsed.error), {
      fix: `Delete the row "${settingName}" of the table "setting" to start from the defaults.`,
    })
  }

  get current(): Config {
    return this.#current
  }

  /** The configuration as it may leave the server. */
  get shown(): Config {
    return { ...this.#current, channels: this.channels.shown(this.#current.channels) }
  }

  /**
   * Changes the parts that are given, or nothing.
   * @throws AppError `E_INVALID_INPUT`, `E_SECRET_NEEDED`, `E_ADDRESS_REFUSED`
   */
  change(patch: ConfigPatch, now: Date): Promise<void> {
    const done = this.#changing.then(() => this.#apply(patch, now))
    this.#changing = done.catch(() => {})
    return done
  }

  async #apply(patch: ConfigPatch, now: Date): Promise<void> {
    const { channels } = this
    const parsed = configSchema(channels).safeParse(merged(channels, this.#current, patch))
    if (!parsed.success) throw invalid(parsed.error)
    const { data } = parsed
    if (patch.channels) {
      await channels.check(this.#current.channels, patch.channels, data.channels)
    }
    await this.#store.write(settingName, data, now)
    this.#current = data
  }
}

function merged(channels: ChannelRegistry, before: Config, patch: ConfigPatch): Config {
  const { thresholds, retention, channels: sent, ...rest } = patch
  return {
    ...patched(before, rest),
    thresholds: patched(before.thresholds, thresholds),
    retention: patched(before.retention, retention),
    channels: channels.changed(before.channels, sent),
  }
}

function invalid(error: z.ZodError): AppError {
  const [first] = error.issues
  return new AppError(
    errorCodes.E_INVALID_INPUT,
    first?.message ?? 'the configuration is not valid',
    {
      fix: 'GET /api/config shows the values in force; correct those that you send.',
      details: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    },
  )
}
