import { stringify } from 'yaml'
import { type OpenApiDocument } from './open-api.ts'
import { structuralSchema, type StructuralSchema } from './structural-schema.ts'

/** The CustomResourceDefinition as YAML. */
export function customResourceDefinition(document: OpenApiDocument, header: string): string {
  const resource = document['x-flink-resource']
  const { schemas } = document.components
  const root = schemas[resource.schema]
  if (root === undefined) throw new Error(`No schema is called ${resource.schema}.`)
  const schema = structuralSchema(root, schemas, resource.kind)
  // The API server sees to apiVersion, kind and metadata itself, and requires them.
  delete schema.required
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${resource.plural}.${resource.group}`, annotations: resource.annotations },
    spec: {
      group: resource.group,
      names: {
        kind: resource.kind,
        listKind: resource.listKind,
        plural: resource.plural,
        singular: resource.singular,
        shortNames: resource.shortNames,
      },
      scope: 'Namespaced',
      versions: [
        {
          name: resource.version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {} },
          additionalPrinterColumns: resource.printerColumns,
        },
      ],
    },
  }
  assertAnnotatable(definition)
  const text = stringify(definition, { version: '1.1', lineWidth: 120, aliasDuplicateObjects: false })
  return header + text
}

/** `kubectl apply` keeps the whole object in one annotation, and all annotations together may hold 256 KiB. */
function assertAnnotatable(definition: StructuralSchema): void {
  const bytes = Buffer.byteLength(JSON.stringify(definition))
  const limitBytes = 256 * 1024 - 4 * 1024
  if (bytes > limitBytes) {
    throw new Error(
      `The CustomResourceDefinition has ${bytes} bytes, kubectl apply can annotate ${limitBytes}: shorten descriptions.`,
    )
  }
}
