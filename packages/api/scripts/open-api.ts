/** A JSON Schema of OpenAPI 3.1, with the keywords of our own that README.md lists. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  maxProperties?: number
  pattern?: string
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema
  'x-kubernetes-preserve-unknown-fields'?: true
  'x-kubernetes-int-or-string'?: true
  'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic'
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-map-type'?: 'atomic' | 'granular'
  'x-flink-values'?: unknown[]
  'x-flink-rules'?: Rule[]
  'x-flink-crd'?: Schema
}

/** A rule in the Common Expression Language that the API server judges. */
export interface Rule {
  /** What it finds: the name in docs/rules.md and of the same check in packages/webhook. */
  name: string
  /** Must be true of `self`. `{{x}}` and `{{x of it}}` stand for the document's `x-flink-expressions`. */
  rule: string
  /** The rule says nothing about a `self` of which this is not true, as one that CEL cannot read. */
  onlyIf?: string
  /** The cause, one sentence. */
  message: string
  /** What to do about it, one sentence. */
  remedy: string
  /** A CEL expression of the cause, more exact than `message`, which takes its place if it fails. */
  messageExpression?: string
  fieldPath?: string
  /** @default 'FieldValueInvalid' */
  reason?: 'FieldValueInvalid' | 'FieldValueForbidden'
  /** Stored objects that already break the rule stay editable; with `onlyOnCreate`, no update is judged at all. */
  ratchet?: true | 'onlyOnCreate'
}

export interface Resource {
  group: string
  version: string
  kind: string
  listKind: string
  plural: string
  singular: string
  shortNames: string[]
  schema: string
  annotations: Record<string, string>
  printerColumns: unknown[]
}

export interface OpenApiDocument {
  openapi: string
  info: unknown
  paths: unknown
  'x-flink-resource': Resource
  'x-flink-expressions': Record<string, string>
  components: { schemas: Record<string, Schema> }
}
