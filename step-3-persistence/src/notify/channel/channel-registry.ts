import { z } from '@hono/zod-openapi'
import { AppError, type Severity, severityRank } from 'step-2-capture'
import { errorCodes } from '../../error-codes.ts'
import type { Channel } from './channel.ts'
import type { ChannelKind, ChannelSettings } from './channel-kind.ts'
import { checkedAddress } from './outbound-guard.ts'
import { patched } from './patched.ts'
import { changedSecret, isKeptSecret, maskSecret } from './secret.ts'

/** The settings of each channel by its name, beside what holds for all of them. */
export interface Channels {
  readonly allow_private_addresses: boolean
  readonly [name: string]: unknown
}
/** What a change may carry: any part of any channel. */
export type ChannelsPatch = Readonly<Record<string, unknown>>

type Settings = ChannelSettings & Readonly<Record<string, unknown>>

const common = { allow_private_addresses: z.boolean() }

/** What configuration and delivery do with channels, all of it from their kinds. */
export class ChannelRegistry {
  readonly names: readonly string[]
  readonly schema: z.ZodType<Channels, Channels>
  readonly patchSchema: z.ZodType<ChannelsPatch, ChannelsPatch>
  readonly defaults: Channels
  readonly #kinds: ReadonlyMap<string, ChannelKind>

  constructor(kinds: readonly ChannelKind[]) {
    const each = <Value>(pick: (kind: ChannelKind) => Value) =>
      Object.fromEntries(kinds.map((kind) => [kind.name, pick(kind)]))
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]))
    this.names = [...this.#kinds.keys()]
    this.defaults = { ...each(({ defaults }) => defaults), allow_private_addresses: false }
    const shape = each(({ name, schema }) => schema.openapi(documentedName(name)))
    const parts = each(({ schema }) => z.strictObject(schema.shape).partial())
    // The shape is known only at run time, so the types say that much and no more.
    this.schema = z.strictObject({ ...shape, ...common }) as never
    this.patchSchema = z.strictObject({ ...parts, ...common }).partial() as never
  }

  /** Those that are switched on and want to hear of that severity. */
  wanting(severity: Severity, channels: Channels): string[] {
    return this.enabled(channels).filter(
      (name) => severityRank(severity) >= severityRank(settingsOf(channels, name).min_severity),
    )
  }

  enabled(channels: Channels): string[] {
    return this.names.filter((name) => settingsOf(channels, name).enabled)
  }

  /** The channel of that name with these settings, switched on or not; undefined where none is. */
  open(name: string, channels: Channels, now: () => Date): Channel | undefined {
    const environment = { allowsPrivate: channels.allow_private_addresses, now }
    return this.#kinds.get(name)?.open(settingsOf(channels, name), environment)
  }

  /** As the settings may leave the server: with every secret masked. */
  shown(channels: Channels): Channels {
    return this.#map(channels, (kind, settings) =>
      withSecrets(kind, settings, (name) => maskSecret(secretOf(settings, name))),
    )
  }

  /** What a patch leaves out stays, and so does a secret that comes back as its mask. */
  changed(before: Channels, patch: ChannelsPatch = {}): Channels {
    const { allow_private_addresses } = patched(before, patch)
    const channels = this.#map(before, (kind, settings) => {
      const sent = sentOf(patch, kind.name)
      return withSecrets(kind, patched(settings, sent), (name) =>
        changedSecret(secretOf(settings, name), sent?.[name] as string | null | undefined),
      )
    })
    return { ...channels, allow_private_addresses }
  }

  /**
   * Refuses a change that must not be saved: a secret that cannot be read back would go to hosts
   * that it was not given for, or a channel leads inside. Hosts are checked again at each delivery,
   * so a name without an address passes here. @throws AppError `E_SECRET_NEEDED`, `E_ADDRESS_REFUSED`
   */
  async check(before: Channels, patch: ChannelsPatch, after: Channels): Promise<void> {
    const allowsPrivate = after.allow_private_addresses
    for (const kind of this.#kinds.values()) {
      const hosts = kind.hostsOf(settingsOf(after, kind.name)).filter((host) => host !== '')
      const hostsBefore = kind.hostsOf(settingsOf(before, kind.name))
      const isMoved = hosts.some((host) => !hostsBefore.includes(host))
      if (isMoved) refuseKeptSecrets(kind, settingsOf(before, kind.name), sentOf(patch, kind.name))
      for (const host of hosts) {
        await checkedAddress(host, { allowsPrivate }).catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'E_ADDRESS_UNKNOWN')) throw error
        })
      }
    }
  }

  #map(channels: Channels, change: (kind: ChannelKind, settings: Settings) => Settings): Channels {
    const changed = [...this.#kinds.values()].map((kind) => [
      kind.name,
      change(kind, settingsOf(channels, kind.name)),
    ])
    return { ...channels, ...Object.fromEntries(changed) }
  }
}

function refuseKeptSecrets(kind: ChannelKind, before: Settings, sent: ChannelsPatch = {}): void {
  for (const [name, use] of Object.entries(kind.secrets)) {
    if (use === 'kept' || secretOf(before, name) === null || !isKeptSecret(sent[name])) continue
    throw new AppError(
      errorCodes.E_SECRET_NEEDED,
      `the host of ${kind.name} changes, but its ${name} does not`,
      { fix: `Send channels.${kind.name}.${name} together with it, or null to clear it.` },
    )
  }
}

function withSecrets(
  kind: ChannelKind,
  settings: Settings,
  secretFor: (name: string) => string | null,
): Settings {
  const secrets = Object.keys(kind.secrets).map((name) => [name, secretFor(name)])
  return { ...settings, ...Object.fromEntries(secrets) }
}

/** The schema of its kind has checked them before they were stored. */
function settingsOf(channels: Channels, name: string): Settings {
  return channels[name] as Settings
}

function sentOf(patch: ChannelsPatch, name: string): ChannelsPatch | undefined {
  return patch[name] as ChannelsPatch | undefined
}

function secretOf(settings: Settings, name: string): string | null {
  return settings[name] as string | null
}

/** `email` is documented as `EmailChannel`. */
function documentedName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Channel`
}
