import { z } from '@hono/zod-openapi'
import { type Severity, severity } from 'step-2-capture'
import type { Channel } from './channel.ts'

/** What people set of every channel; the schema of a kind begins with it. */
export const commonSettings = { enabled: z.boolean(), min_severity: severity }

export interface ChannelSettings {
  readonly enabled: boolean
  readonly min_severity: Severity
}

/** Where a secret goes: to the hosts of the channel, or nowhere, as a key that signs. */
export type SecretUse = 'sent' | 'kept'

/** The settings that may be null: `secret` is the schema of these, and of nothing else. */
type SecretName<Settings> = {
  [Name in keyof Settings]: null extends Settings[Name] ? Name : never
}[keyof Settings]

export interface ChannelEnvironment {
  /** Whether private and loopback addresses may be reached. */
  readonly allowsPrivate: boolean
  readonly now: () => Date
}

/** A way to reach people as one value: what the rest of the program knows of it stands here. */
export interface ChannelKind {
  readonly name: string
  readonly schema: z.ZodObject
  readonly defaults: ChannelSettings
  /** Never shown; one that is sent must come anew when the hosts change. */
  readonly secrets: Readonly<Record<string, SecretUse>>
  /** Every host that it connects to: checked before the settings are saved. */
  hostsOf(settings: ChannelSettings): readonly string[]
  /** The channel with the settings as they are now. */
  open(settings: ChannelSettings, environment: ChannelEnvironment): Channel
}

/** What `defineChannel` asks for: the same, with the settings in the types of their schema. */
export interface ChannelDescription<Schema extends z.ZodObject> {
  readonly name: string
  readonly schema: Schema
  readonly defaults: z.infer<Schema>
  readonly secrets: Readonly<Record<SecretName<z.infer<Schema>>, SecretUse>>
  hostsOf(settings: z.infer<Schema>): readonly string[]
  open(settings: z.infer<Schema>, environment: ChannelEnvironment): Channel
}

type CommonSchema = z.ZodObject<typeof commonSettings, z.core.$strict>

/** Checks that nothing of a channel is left out; a secret that `secrets` does not name is an error. */
export function defineChannel<Schema extends CommonSchema>(
  kind: ChannelDescription<Schema>,
): ChannelKind {
  return kind
}
