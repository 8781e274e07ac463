import { parentPort, workerData } from 'node:worker_threads'
import { createModelDetector, restoreHostModel } from '../detect/model/host-model.ts'
import { ruleDetectors } from '../detect/user-rules/rule-detectors.ts'
import { failureOf } from '../run/failure.ts'
import { captureFigures } from './capture-figures.ts'
import { evaluateCaptures } from './evaluate-captures.ts'
import type { EvaluationTask, FromEvaluation } from './evaluation-task.ts'

/*
 * A thread for one evaluation, started by `Evaluations`: reading the samples takes seconds in which
 * the API goes on answering.
 */
const port = parentPort
if (!port) throw new Error('evaluation-worker.ts is started by Evaluations, not by hand')
const post = (message: FromEvaluation) => port.postMessage(message)
// Only Evaluations starts it, with what this type says.
const { captures, model, detectors, settings, rules } = workerData as EvaluationTask

try {
  const learned = model === null ? [] : [createModelDetector(restoreHostModel(model))]
  let begun = 0
  const evaluated = await evaluateCaptures(captures, {
    models: { detectorFor: () => learned },
    detectors,
    rules: await ruleDetectors(rules),
    settings,
    // A model alone has no second opinion, so all that it states counts.
    from: detectors === 'learned' ? 'low' : 'medium',
    onProgress: () => post({ kind: 'progress', progress: begun++ / captures.length }),
  })
  post({
    kind: 'done',
    measured: {
      figures: captureFigures(evaluated),
      attacks: evaluated.attacks.map(({ sources: _, detected_by, ...rest }) => ({
        ...rest,
        detected_by: [...detected_by],
      })),
      benign: evaluated.benign.map(({ severities: _, raised_by, ...rest }) => ({
        ...rest,
        raised_by: [...raised_by],
      })),
      problems: [...evaluated.problems],
    },
  })
} catch (error) {
  post({ kind: 'failed', failure: failureOf(error) })
}
