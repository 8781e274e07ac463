import { fileURLToPath } from 'node:url'

/** Where models, uploads, the database and the configuration lie unless DATA_DIR names a folder. */
export const dataFolderDefault = fileURLToPath(new URL('../../../data', import.meta.url))
