import { type FlinkApplicationSpec } from '@flink-operator/api'

/** A field of the specification and what a new object gets there if it says nothing. */
export interface Default<Field extends keyof FlinkApplicationSpec = keyof FlinkApplicationSpec> {
  readonly field: Field
  readonly value: NonNullable<FlinkApplicationSpec[Field]>
}

const fill = <Field extends keyof FlinkApplicationSpec>(
  field: Field,
  value: NonNullable<FlinkApplicationSpec[Field]>,
): Default<Field> => ({ field, value })

/**
 * Each is what the operator assumes anyway, so that it can be read in the object. None takes part in the deploy hash:
 * a default never starts a deployment.
 */
export const defaults: readonly Default[] = [
  fill('deploymentMode', 'Dual'),
  fill('deleteMode', 'Savepoint'),
  fill('scaleMode', 'NewCluster'),
  fill('maxCheckpointRestoreAgeSeconds', 3600),
]
