import { z } from '@hono/zod-openapi'

/** What is shown in place of a secret; sent back, it means: keep the one that is there. */
export const secretMask = '********'

/** Null when none is set. */
export const secret = z.string().min(1).max(2_048).nullable().openapi({ example: secretMask })

export function maskSecret(value: string | null): string | null {
  return value === null ? null : secretMask
}

/** The secret after a change: the mask and nothing at all both keep the old one. */
export function changedSecret(
  before: string | null,
  sent: string | null | undefined,
): string | null {
  return sent === undefined || sent === secretMask ? before : sent
}
