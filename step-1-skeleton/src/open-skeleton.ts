import { join } from 'node:path'
import { algorithmOf } from './algorithms.ts'
import type { AppContext } from './app-context.ts'
import { printFailure } from './failure-log.ts'
import type { ServerConfig } from './listen.ts'
import { ModelFile } from './model-file.ts'
import { ModelHolder } from './model-holder.ts'
import { itemFeatures } from './schema.ts'

/** Puts together what `createApp` works with, from the configuration of a server. */
export async function openSkeleton(
  { dataFolder, algorithm }: Pick<ServerConfig, 'dataFolder' | 'algorithm'>,
  closing: AsyncDisposableStack,
): Promise<AppContext> {
  const file = new ModelFile(join(dataFolder, 'model.json'))
  const holder = await ModelHolder.open(algorithmOf(algorithm), file, itemFeatures)
  closing.defer(() => holder.close())
  return { holder, now: () => new Date(), log: printFailure, step: 1, mode: () => 'features' }
}
