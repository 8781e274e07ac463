import { AppError, DetectorConfig, type RetentionSettings, type Settings } from 'step-2-capture'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import type { ChannelRegistry } from '../notify/channel/channel-registry.ts'
import { patched } from '../notify/channel/patched.ts'
import {
  type Config,
  type ConfigPatch,
  configSchema,
  defaultConfig,
  type ShownConfig,
} from './config.ts'
import type { ConfigStore } from './config-store.ts'
import { shownDetectors } from './detector-settings.ts'

const settingName = 'config'

/** As it lies in the store: of the detectors only what was set here, by name. */
type StoredConfig = Omit<ConfigPatch, 'detectors' | 'origins'> & { readonly detectors?: Settings }

export interface ConfigServiceOptions {
  readonly store: ConfigStore
  readonly channels: ChannelRegistry
  /** What is set of the detectors before anything is stored; nothing by default. */
  readonly detectors?: DetectorConfig | undefined
  /** How long alerts are kept unless something else is stored. */
  readonly retention?: RetentionSettings | undefined
}

interface InForce {
  readonly config: Config
  readonly detectors: DetectorConfig
}

/** The configuration in force. Every change goes through here. */
export class ConfigService {
  /** The channels that the configuration knows. */
  readonly channels: ChannelRegistry
  readonly #store: ConfigStore
  readonly #listeners: ((detectors: DetectorConfig) => void)[] = []
  #current: Config
  #detectors: DetectorConfig
  #refusedSettings: readonly string[]
  /** One change after the other, so that two at once both hold. */
  #changing: Promise<void> = Promise.resolve()

  private constructor(
    { store, channels }: ConfigServiceOptions,
    { config, detectors }: InForce,
    refusedSettings: readonly string[],
  ) {
    this.#store = store
    this.channels = channels
    this.#current = config
    this.#detectors = detectors
    this.#refusedSettings = refusedSettings
  }

  /**
   * Reads what is stored; settings that came with a later version start at their default.
   * @throws AppError `E_CONFIG_DAMAGED`
   */
  static async open(options: ConfigServiceOptions): Promise<ConfigService> {
    const { store, channels, retention, detectors: given = new DetectorConfig() } = options
    const stored = (await store.read(settingName)) as StoredConfig | undefined
    const parsed = configSchema(channels).safeParse(
      merged(channels, defaultConfig(channels, retention), stored ?? {}),
    )
    if (parsed.success) {
      const { config: detectors, refused } = given.withStored(stored?.detectors ?? {})
      return new ConfigService(options, { config: parsed.data, detectors }, refused)
    }
    throw new AppError(errorCodes.E_CONFIG_DAMAGED, z.prettifyError(parsed.error), {
      fix: `Delete the row "${settingName}" of the table "setting" to start from the defaults.`,
    })
  }

  get current(): Config {
    return this.#current
  }

  /** The settings of the detectors that are in force. */
  get detectors(): DetectorConfig {
    return this.#detectors
  }

  /** Settings that are stored, and that no detector takes any more: left out, until the next change. */
  get refusedSettings(): readonly string[] {
    return this.#refusedSettings
  }

  /** The configuration as it may leave the server. */
  get shown(): ShownConfig {
    const channels = this.channels.shown(this.#current.channels)
    return { ...this.#current, channels, ...shownDetectors(this.#detectors) }
  }

  /** Calls `listener` with the detectors each time that their settings have changed. */
  onDetectors(listener: (detectors: DetectorConfig) => void): void {
    this.#listeners.push(listener)
  }

  /**
   * Changes the parts that are given, or nothing.
   * @throws AppError `E_INVALID_INPUT`, `E_BAD_OPTION`, `E_SECRET_NEEDED`, `E_ADDRESS_REFUSED`
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
    const detectors = patch.detectors ? this.#detectors.changed(patch.detectors) : this.#detectors
    await this.#store.write(settingName, { ...data, detectors: detectors.stored }, now)
    this.#current = data
    this.#refusedSettings = []
    if (detectors === this.#detectors) return
    this.#detectors = detectors
    for (const listener of this.#listeners) listener(detectors)
  }
}

function merged(
  channels: ChannelRegistry,
  before: Config,
  patch: Omit<StoredConfig, 'detectors'>,
): Config {
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
