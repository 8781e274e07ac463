import { isolationForest } from '../src/isolation-forest.ts'
import { Model } from '../src/model.ts'
import { ModelFile } from '../src/model-file.ts'

/** Saves one model after another at the path given, until it is killed or left alone. */
// Its input ends with the process that started it, however that ends.
process.stdin.resume().once('end', () => process.exit())
const file = new ModelFile(process.argv[2] ?? '')
const rows = Array.from({ length: 100 }, (_, index) => [Math.sin(index)])
const options = { features: ['x'], contamination: 0.05, now: new Date(0) }
const model = Model.train(isolationForest, rows, options)
await file.save(model)
console.log('saving')
for (;;) await file.save(model)
