import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Samples } from '../capture/samples.ts'
import { attackSpan, labelsPathOf } from '../simulate/labels.ts'
import type { LabelledCapture } from './labelled-captures.ts'

const labels = z.object({ start: z.number(), attacks: z.array(attackSpan) })

/** Samples with what their labels say, all of them by default. @throws AppError `E_NO_SAMPLE` */
export async function sampleCaptures(
  samples: Samples,
  names?: readonly string[],
): Promise<LabelledCapture[]> {
  const wanted = names ?? (await samples.list()).map(({ sample }) => sample)
  const found = await samples.findAll(wanted)
  return Promise.all(
    found.map(async ({ sample, path }) => {
      const text = await readFile(labelsPathOf(path), 'utf8')
      return captureOfLabels(sample, path, labels.parse(JSON.parse(text)))
    }),
  )
}

function captureOfLabels(
  file: string,
  path: string,
  { start, attacks }: z.infer<typeof labels>,
): LabelledCapture {
  const first = Math.min(...attacks.map((attack) => attack.start))
  const last = Math.max(...attacks.map((attack) => attack.end))
  const isBenign = attacks.length === 0
  return {
    file,
    path,
    attack: [...new Set(attacks.map(({ kind }) => kind))].join(', '),
    isBenign,
    attackers: [...new Set(attacks.map(({ attacker }) => attacker.toLowerCase()))],
    attackSpan: isBenign ? undefined : [first - start, last - start],
    benignSpan: undefined,
  }
}
