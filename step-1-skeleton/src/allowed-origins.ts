import { z } from 'zod'
import type { ConfigFile } from './config/config-file.ts'
import type { Section } from './config/section.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'

/** Each is a place from which people open the pages; 64 at 100 B cost nothing. */
export const allowedOriginCountMax = 64

const origin = z
  .string()
  .max(255)
  .refine(
    isOrigin,
    'an origin is scheme, host and port as a browser sends them: https://pages.example',
  )

const schema = z.array(origin).max(allowedOriginCountMax).meta({
  unit: 'origins',
  description:
    'Where pages may be served beside this server: they may call the API and open sockets and streams.',
})

/** `allowed_origins:` of `net-anomaly.yaml`. */
export const allowedOriginsSection: Section<typeof schema> = { name: 'allowed_origins', schema }

/** NET_ANOMALY_ALLOWED_ORIGINS, else the file, else none. @throws AppError `E_BAD_CONFIG` */
export function readAllowedOrigins(
  file: ConfigFile | undefined,
  variable: string | undefined,
): readonly string[] {
  if (!variable) return file?.section(allowedOriginsSection) ?? []
  const { data, error } = schema.safeParse(variable.split(',').map((one) => one.trim()))
  if (data !== undefined) return data
  const problem = `NET_ANOMALY_ALLOWED_ORIGINS: ${error.issues[0]?.message}`
  throw new AppError(errorCodes.E_BAD_CONFIG, problem, {
    fix: 'Separate them by commas: NET_ANOMALY_ALLOWED_ORIGINS=https://pages.example,http://localhost:9000',
  })
}

/** Neither `*` nor `null` is one, and nothing that a browser would write in another way. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol)
  return isWeb && url.origin === text && !text.includes('*')
}
