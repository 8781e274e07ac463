import { toAppError } from 'step-1-skeleton'
import { windowCountMax } from '../run/window-log.ts'
import type { CaptureContext } from './capture-context.ts'
import { keepTrained } from './keep-version.ts'
import { resolveTraining, trainingRequest } from './training-request.ts'

/** Whether a training is due is looked at this often; it costs nothing. */
const lookEveryMs = 600_000
const hourMs = 3_600_000
/** Who made a version by schedule, as its history says. */
export const scheduleAuthor = 'schedule'

/** Trains a version every so often, and lets none judge. It goes on where the last server ended. */
export function startRetraining(
  context: CaptureContext,
  { hours, closing }: { readonly hours: number; readonly closing: AsyncDisposableStack },
): void {
  if (hours === 0) return
  const openedMs = context.now().getTime()
  const looking = setInterval(() => {
    if (isDue(context, { hours, openedMs })) {
      proposeVersion(context).catch((error: unknown) => context.log(toAppError(error)))
    }
  }, lookEveryMs).unref()
  closing.defer(() => clearInterval(looking))
}

/** Whether the last scheduled version, or without one the start of the server, is that long ago. */
export function isDue(
  { versions, trainer, now }: Pick<CaptureContext, 'versions' | 'trainer' | 'now'>,
  { hours, openedMs }: { readonly hours: number; readonly openedMs: number },
): boolean {
  if (trainer.isTraining) return false
  const newest = versions.list.find(({ author }) => author === scheduleAuthor)
  const lastMs = newest ? Date.parse(newest.made_at) : openedMs
  return now().getTime() - lastMs >= hours * hourMs
}

/**
 * Trains a version on the windows of the run, which does not judge.
 * @throws AppError `E_NO_WINDOWS`, `E_TOO_FEW_ITEMS`, and why the training failed
 */
export async function proposeVersion(context: CaptureContext): Promise<void> {
  const { trainer } = context
  const named = { model_name: 'scheduled', author: scheduleAuthor }
  const request = trainingRequest.parse({ ...named, windows: windowCountMax })
  const task = await resolveTraining(request, context)
  const wish = { author: scheduleAuthor, activate: false, acceptsConcerns: false }
  const job = trainer.start(task, keepTrained(task, wish, context))
  await job.over
  if (job.progress.error) throw job.progress.error
}
