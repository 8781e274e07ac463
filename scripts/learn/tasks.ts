import type { Task } from './task.ts'
import { step1Tasks } from './tasks/step-1.ts'
import { step2Tasks } from './tasks/step-2.ts'
import { step3Tasks } from './tasks/step-3.ts'
import { step4Tasks } from './tasks/step-4.ts'

/** Every task of the lessons, in their order. */
export const tasks: readonly Task[] = [...step1Tasks, ...step2Tasks, ...step3Tasks, ...step4Tasks]
