import { readFile, rm } from 'node:fs/promises'
import { AppError, modelDamaged } from 'step-1-skeleton'
import { restoreHostModel } from '../detect/model/host-model.ts'
import { draftOfImport } from './foreign-model.ts'
import type { ModelVersions } from './model-versions.ts'

/**
 * Takes over the one model that servers of version 0.1 kept: it becomes a version, which judges where
 * no other does, and its file goes.
 * @returns Why it cannot be used; then its file stays.
 */
export async function adoptFormerModel(
  path: string,
  versions: ModelVersions,
  now: Date,
): Promise<AppError | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const model = restoreHostModel(JSON.parse(text))
    const draft = draftOfImport(model, { author: 'operator', now })
    const { model_id } = await versions.add(draft, { bundle: model.toBundle(), heldOut: [] })
    if (versions.activeTrained === undefined) await versions.activate(model_id)
    await rm(path, { force: true })
    return undefined
  } catch (error) {
    return error instanceof AppError ? error : modelDamaged(String(error))
  }
}
