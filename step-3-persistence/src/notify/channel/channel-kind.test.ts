import { expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { type ChannelDescription, commonSettings, type defineChannel } from './channel-kind.ts'
import { secret } from './secret.ts'

const schema = z.strictObject({ ...commonSettings, host: z.string(), key: secret })
type Whole = ChannelDescription<typeof schema>
type Parameter = Parameters<typeof defineChannel<typeof schema>>[0]

it('does not compile without any of its parts', () => {
  expectTypeOf<Whole>().toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'name'>>().not.toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'schema'>>().not.toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'defaults'>>().not.toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'secrets'>>().not.toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'hostsOf'>>().not.toExtend<Parameter>()
  expectTypeOf<Omit<Whole, 'open'>>().not.toExtend<Parameter>()
})

it('does not compile where a secret of the schema is not named as one', () => {
  expectTypeOf<{ key: 'sent' }>().toExtend<Whole['secrets']>()
  expectTypeOf<Record<never, never>>().not.toExtend<Whole['secrets']>()
  expectTypeOf<{ host: 'sent' }>().not.toExtend<Whole['secrets']>()
})

it('does not compile with a default missing, or without the settings that all have', () => {
  expectTypeOf<Omit<Whole['defaults'], 'host'>>().not.toExtend<Whole['defaults']>()
  const bare = z.strictObject({ host: z.string() })
  // @ts-expect-error: it has neither `enabled` nor `min_severity`
  expectTypeOf<typeof defineChannel<typeof bare>>().toBeFunction()
})
