import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { WindowModel } from '../detect/model/window-model.ts'

export const defaultModelPath = fileURLToPath(new URL('../../models/default.json', import.meta.url))

/**
 * The model that ships with the program, so that a first run has an opinion about hosts too. It
 * learned from simulated offices: `scripts/make-default-model.ts` writes it.
 * @throws AppError `E_MODEL_DAMAGED`
 */
export async function readDefaultModel(): Promise<WindowModel> {
  return WindowModel.restore(JSON.parse(await readFile(defaultModelPath, 'utf8')))
}
