import { readFile } from 'node:fs/promises'
import { AppError, modelDamaged } from 'step-1-skeleton'
import { createModelDetector, formerNamesIn, restoreModel } from '../detect/model/host-model.ts'
import { defaultModelName } from '../detect/model/model-bundle.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { errorCodes } from '../error-codes.ts'
import { readDefaultModel } from '../train/default-model.ts'

/**
 * The detector that judges with the model that `train` wrote, or with the one that ships with the
 * program.
 * @param path Of a file, or `default`.
 * @throws AppError `E_NO_FILE`, `E_MODEL_DAMAGED`
 */
export async function openModel(path: string): Promise<Detector> {
  if (path === defaultModelName) return createModelDetector(await readDefaultModel())
  const model = restored(parse(await read(path), path), path)
  const note = formerNamesIn(model)
  if (note !== undefined) console.error(`${path}: ${note}`)
  return createModelDetector(model)
}

/** What a file cannot do is made good by a command here, and not by a server's route. */
function restored(data: unknown, path: string): ReturnType<typeof restoreModel> {
  try {
    return restoreModel(data)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(errorCodes.E_MODEL_DAMAGED, error.message, {
      fix: `Train it again: net-anomaly train ORDINARY.pcap --out ${path}`,
    })
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(errorCodes.E_NO_FILE, `cannot read the model: ${reason}`, {
      fix: 'Make one first: net-anomaly train ORDINARY.pcap --out model.json',
    })
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw modelDamaged(`${path} is not JSON`)
  }
}
