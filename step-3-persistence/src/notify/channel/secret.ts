import { z } from '@hono/zod-openapi'

/** What is shown in place of a secret; sent back, it means: keep the one that is there. */
export const secretMask = '********'

/** Null when none is set. */
export const secret = z.string().min(1).max(2_048).nullable().openapi({ example: secretMask })

export function maskSecret(value: string | null): string | null {
  return value === null ? null : secretMask
}

/** Whether a change leaves the secret as it is: its mask and nothing at all both do. */
export function isKeptSecret(sent: unknown): sent is undefined | typeof secretMask {
  return sent === undefined || sent === secretMask
}

export function changedSecret(
  before: string | null,
  sent: string | null | undefined,
): string | null {
  return isKeptSecret(sent) ? before : sent
}
