import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Detector } from './detector.ts'
import { AppError } from './errors.ts'
import { Model } from './model.ts'

/** Where the model lives between two runs: one JSON file, replaced as a whole or not at all. */
export class ModelFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Writes beside the target, flushes, then renames: a crash leaves the old model or the new. */
  async save(model: Model): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true })
    const draft = `${this.path}.${process.pid}.tmp`
    const file = await open(draft, 'w')
    try {
      await file.writeFile(JSON.stringify(model.state))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, this.path)
  }

  /** The saved model, or undefined when none was saved. @throws AppError `E_MODEL_DAMAGED` */
  async load(detector: Detector): Promise<Model | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    return text === undefined ? undefined : Model.restore(detector, parseJson(text, this.path))
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('E_MODEL_DAMAGED', `${path} is not JSON`, {
      status: 409,
      fix: 'Train again with POST /train, which replaces it.',
    })
  }
}
