/**
 * `node scripts/make-default-model.ts`: trains the model that ships with the program on simulated
 * offices and writes it to models/default.json. The same code gives the same bytes.
 */
import { writeFile } from 'node:fs/promises'
import { SimulatedSource } from '../src/capture/simulated-source.ts'
import { createAutoencoder } from '../src/detect/model/algorithms/autoencoder.ts'
import { createEnsemble } from '../src/detect/model/algorithms/ensemble.ts'
import { createMahalanobis } from '../src/detect/model/algorithms/mahalanobis.ts'
import { defaultModelName } from '../src/detect/model/model-bundle.ts'
import { WindowModel } from '../src/detect/model/window-model.ts'
import { defaultModelPath } from '../src/train/default-model.ts'
import { readTraffic } from '../src/train/read-traffic.ts'
import { RowSample } from '../src/train/row-sample.ts'

const seed = 1
/** Twelve offices of half an hour, calm ones and busy ones: no two have the same hosts. */
const offices = [0.5, 1, 2, 4].flatMap((activity, i) =>
  [1, 2, 3].map((office) => ({ seed: 1000 + 10 * i + office, activity, durationSeconds: 1800 })),
)
/** One window in 2,000 of an office may be a mistake: a mistyped name, a wrong port. */
const contamination = 0.0005

const windows = new RowSample({ seed, sampleRate: 1 })
for (const office of offices) {
  const source = new SimulatedSource({ scenario: 'office', ...office })
  await readTraffic(source, windows.watch)
  console.log(`office ${office.seed}: ${windows.rows.length} host windows so far`)
}
const model = WindowModel.train(windows.rows, {
  // Two members that work differently: quick enough for every packet rate, and they can agree.
  algorithm: createEnsemble([
    createMahalanobis({ contamination }),
    createAutoencoder({ seed, contamination }),
  ]),
  contamination,
  origin: {
    source: 'simulate',
    name: defaultModelName,
    captures: offices.map((office) => `office, seed ${office.seed}, activity ${office.activity}`),
    seed,
  },
  // When it was made would be the only thing that differs between two makings.
  now: new Date('2026-01-14T09:00:00Z'),
})
const text = JSON.stringify(model.toBundle())
await writeFile(defaultModelPath, `${text}\n`)
console.log(`${defaultModelPath}: ${model.version}, ${text.length} bytes`)
