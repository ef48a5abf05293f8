import { type FlinkApplicationSpec, type FlinkApplicationStatus } from '@flink-operator/api'
import { expectTypeOf, test } from 'vitest'
import { type ApplicationSpec, type ApplicationStatus } from './application.ts'

/**
 * What kind of value each field holds, all the way down. Ours are more exact where a decision always writes a field,
 * and less where any text may have been stored; in this they have to agree.
 */
type Kinds<T> = T extends string
  ? 'text'
  : T extends number
    ? 'number'
    : T extends boolean
      ? 'boolean'
      : T extends readonly (infer Item)[]
        ? [Kinds<Item>]
        : { [K in keyof T]-?: Kinds<NonNullable<T[K]>> }

/** The fields that are named, without the index signature for all others. */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] }

// These fail in the type check, not when they run.
test('the status has the fields of the generated type, and no other', () => {
  expectTypeOf<Kinds<Named<ApplicationStatus>>>().toEqualTypeOf<Kinds<Named<FlinkApplicationStatus>>>()
})

test('every field of the spec that is read is one of the generated type', () => {
  type Read = Omit<Named<ApplicationSpec>, 'flinkConfig' | 'taskManagerConfig' | 'jobManagerConfig'>
  expectTypeOf<Kinds<Read>>().toEqualTypeOf<Kinds<Pick<FlinkApplicationSpec, keyof Read>>>()
  expectTypeOf<'flinkConfig' | 'taskManagerConfig' | 'jobManagerConfig'>().toExtend<
    keyof FlinkApplicationSpec
  >()
  expectTypeOf<NonNullable<FlinkApplicationSpec['taskManagerConfig']>['taskSlots']>().toEqualTypeOf<
    number | undefined
  >()
  expectTypeOf<NonNullable<FlinkApplicationSpec['jobManagerConfig']>['replicas']>().toEqualTypeOf<
    number | undefined
  >()
})
