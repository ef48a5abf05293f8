import { type Kubectl } from './cluster/kubectl.ts'
import { until } from './until.ts'

/**
 * Waits until kubectl finds the kinds of all CustomResourceDefinitions, which takes a moment after they were created.
 *
 * `kubectl wait --for=condition=Established` fails while a definition has no conditions at all, and an established kind
 * may not be discovered yet.
 */
export async function served(cluster: Kubectl): Promise<void> {
  const names = await cluster.kubectl('get', 'crd', '-o', 'jsonpath={.items[*].metadata.name}')
  const kinds = names.trim().replaceAll(' ', ',')
  let refusal: unknown
  await until(
    `${kinds} are served`,
    60_000,
    () =>
      cluster.kubectl('get', kinds, '--all-namespaces').then(
        () => true,
        (error: unknown) => {
          refusal = error
          return undefined
        },
      ),
    () => String(refusal),
  )
}
