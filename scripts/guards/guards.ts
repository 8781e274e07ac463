import type { Guard } from './guard.ts'
import { guardsOfStep1 } from './guards-of-step-1.ts'
import { guardsOfStep2 } from './guards-of-step-2.ts'
import { guardsOfStep3 } from './guards-of-step-3.ts'
import { guardsOfStep4 } from './guards-of-step-4.ts'

/** Every guard that `npm run mutants -- guards` takes out. A new guard is an entry in its step's list. */
export const guards: readonly Guard[] = [
  ...guardsOfStep1,
  ...guardsOfStep2,
  ...guardsOfStep3,
  ...guardsOfStep4,
]
