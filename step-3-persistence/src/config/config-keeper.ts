import { AppError } from 'step-2-capture'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import type { Channels } from './channels.ts'
import { type Config, type ConfigPatch, config, defaultConfig } from './config.ts'
import type { ConfigStore } from './config-store.ts'
import { changedSecret, maskSecret, secretMask } from './secret.ts'

const settingName = 'config'

/** Refuses channels that must not be saved, by throwing. */
export type ChannelCheck = (channels: Channels) => Promise<void>

/** The configuration in force, and the only one who changes it. */
export class ConfigKeeper {
  readonly #store: ConfigStore
  readonly #check: ChannelCheck
  #current: Config
  /** One change after the other, so that two at once both hold. */
  #changing: Promise<void> = Promise.resolve()

  private constructor(store: ConfigStore, check: ChannelCheck, current: Config) {
    this.#store = store
    this.#check = check
    this.#current = current
  }

  /** Reads what is stored; settings that came with a later version start at their default. */
  static async open(
    store: ConfigStore,
    check: ChannelCheck = async () => {},
  ): Promise<ConfigKeeper> {
    const stored = await store.read(settingName)
    if (stored === undefined) return new ConfigKeeper(store, check, defaultConfig)
    const parsed = config.safeParse(merged(defaultConfig, stored as ConfigPatch))
    if (parsed.success) return new ConfigKeeper(store, check, parsed.data)
    throw new AppError(errorCodes.E_CONFIG_DAMAGED, z.prettifyError(parsed.error), {
      fix: `Delete the row "${settingName}" of the table "setting" to start from the defaults.`,
    })
  }

  get current(): Config {
    return this.#current
  }

  /** The configuration as it may leave the server. */
  get shown(): Config {
    const { channels, ...rest } = this.#current
    const { email, slack, webhook } = channels
    return {
      ...rest,
      channels: {
        ...channels,
        email: { ...email, password: maskSecret(email.password) },
        slack: { ...slack, url: maskSecret(slack.url) },
        webhook: { ...webhook, secret: maskSecret(webhook.secret) },
      },
    }
  }

  /**
   * Changes the parts that are given, or nothing.
   * @throws AppError `E_INVALID_INPUT`, `E_SECRET_NEEDED`, and what the check of the channels throws
   */
  change(patch: ConfigPatch, now: Date): Promise<void> {
    const done = this.#changing.then(() => this.#apply(patch, now))
    this.#changing = done.catch(() => {})
    return done
  }

  async #apply(patch: ConfigPatch, now: Date): Promise<void> {
    guardPassword(this.#current.channels.email, patch)
    const parsed = config.safeParse(merged(this.#current, patch))
    if (!parsed.success) throw invalid(parsed.error)
    if (patch.channels) await this.#check(parsed.data.channels)
    await this.#store.write(settingName, parsed.data, now)
    this.#current = parsed.data
  }
}

function merged(before: Config, patch: ConfigPatch): Config {
  const { email, slack, webhook } = before.channels
  const sent = patch.channels
  return {
    ...over(before, { ...patch, thresholds: undefined, retention: undefined, channels: undefined }),
    thresholds: over(before.thresholds, patch.thresholds),
    retention: over(before.retention, patch.retention),
    channels: {
      ...over(before.channels, { allow_private_addresses: sent?.allow_private_addresses }),
      email: {
        ...over(email, sent?.email),
        password: changedSecret(email.password, sent?.email?.password),
      },
      slack: { ...over(slack, sent?.slack), url: changedSecret(slack.url, sent?.slack?.url) },
      webhook: {
        ...over(webhook, sent?.webhook),
        secret: changedSecret(webhook.secret, sent?.webhook?.secret),
      },
    },
  }
}

/** `before` with the values that `patch` gives; only keys that `before` has are ever looked at. */
function over<T extends object>(
  before: T,
  patch: { readonly [K in keyof T]?: T[K] | undefined } | undefined,
): T {
  const result = { ...before }
  for (const key of Object.keys(before) as (keyof T)[]) {
    const value = patch?.[key]
    if (value !== undefined) result[key] = value as T[keyof T]
  }
  return result
}

/** A password that nobody can read back must not be sent to a server that it was not given for. */
function guardPassword(before: Channels['email'], patch: ConfigPatch): void {
  const sent = patch.channels?.email
  const isKept = before.password !== null && (sent?.password ?? secretMask) === secretMask
  const isMoved = sent?.host !== undefined && sent.host !== before.host
  if (!isKept || !isMoved || sent?.password === null) return
  throw new AppError(
    errorCodes.E_SECRET_NEEDED,
    'the mail server changes, but its password does not',
    {
      fix: 'Send channels.email.password together with the new host, or null to clear it.',
    },
  )
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
