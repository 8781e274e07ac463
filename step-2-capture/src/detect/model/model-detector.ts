import { z } from 'zod'
import type { Traffic } from '../../flow/traffic.ts'
import {
  type DefinedDetector,
  type DetectionKind,
  type DetectorDefinition,
  type DetectorDescription,
  defineDetector,
} from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { SettingsOf } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'

/** The definition of a detector that judges with a model: `watch` is given it last. */
export interface ModelDetectorDefinition<
  Model,
  Kinds extends readonly DetectionKind[],
  Options extends z.ZodRawShape,
> extends Omit<DetectorDefinition<Kinds, Options>, 'family' | 'watch'> {
  watch(
    traffic: Traffic,
    settings: SettingsOf<Options>,
    reporter: Reporter<Kinds[number]>,
    model: Model,
  ): TrafficObserver
}

/** A detector that is described without a model, and runs with one. */
export interface ModelDetector<Model, Options extends z.ZodRawShape> extends DetectorDescription {
  using(model: Model): DefinedDetector<Options>
}

/** Makes the described value of a learned detector; the model comes later, with `using`. */
export function defineModelDetector<
  Model extends { readonly id: string },
  const Kinds extends readonly DetectionKind[],
  Options extends z.ZodRawShape,
>(definition: ModelDetectorDefinition<Model, Kinds, Options>): ModelDetector<Model, Options> {
  const { name, about, kinds, options } = definition
  const described = { name, family: 'model', about, kinds } as const
  return {
    ...described,
    options: z.strictObject(options),
    using: (model) =>
      defineDetector({
        ...described,
        options,
        basis: model,
        watch: (traffic, settings, reporter) =>
          definition.watch(traffic, settings, reporter, model),
      }),
  }
}
