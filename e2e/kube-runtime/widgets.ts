import { setTimeout as delay } from 'node:timers/promises'
import { defineResource, isNotFound, type KubeClient, type KubeObject } from '@flink-operator/kube-runtime'

export interface Widget extends KubeObject {
  spec?: { size?: number; note?: string }
  status?: Record<string, unknown>
}

/** A custom resource with a status subresource: what the tests write and watch. */
export const widgets = defineResource<Widget>({
  group: 'test.example.org',
  version: 'v1',
  plural: 'widgets',
  kind: 'Widget',
  namespaced: true,
})

const customResourceDefinitions = defineResource<KubeObject & { spec: unknown }>({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
})

export async function installWidgets(client: KubeClient): Promise<void> {
  const spec = {
    type: 'object',
    properties: { size: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
  }
  const status = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  await client.create(customResourceDefinitions, {
    metadata: { name: 'widgets.test.example.org' },
    spec: {
      group: 'test.example.org',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec, status } } },
        },
      ],
    },
  })
  // A new kind is served a moment after it was created.
  for (;;) {
    try {
      await client.list(widgets)
      return
    } catch (error) {
      if (!isNotFound(error)) throw error
      await delay(50)
    }
  }
}
