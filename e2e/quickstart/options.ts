import { parseArgs } from 'node:util'
import { operatorNamespace } from '../install-operator.ts'
import { howToUndo } from './what-next.ts'

/** Of the example. */
export const namespace = 'flink-demo'

export interface QuickstartOptions {
  isDown: boolean
  /** An existing cluster, instead of one of our own. */
  existing: { kubeconfigPath: string; imagePrefix: string } | undefined
}

export const usage = `Usage: npm run quickstart [-- OPTIONS]

Runs a FlinkApplication on a Kubernetes of its own, updates it with its state kept, and leaves it running.

  --down                  take that cluster of its own down again, with everything in it
  --kubeconfig FILE       use this existing cluster instead
  --image-prefix PREFIX   where the nodes of that cluster find images, such as registry.example.org/team;
                          they are pushed there with the credentials of docker login
  --help                  say this
`

/** @throws with a message for the person who typed the command */
export function readOptions(args: string[]): QuickstartOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      down: { type: 'boolean', default: false },
      kubeconfig: { type: 'string' },
      'image-prefix': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { kubeconfig, 'image-prefix': imagePrefix } = values
  if (values.down && (kubeconfig !== undefined || imagePrefix !== undefined)) {
    throw new Error(
      `--down takes down the quickstart's own cluster and never an existing one. There, type:\n\n${howToUndo(namespace, operatorNamespace)}`,
    )
  }
  if ((kubeconfig === undefined) !== (imagePrefix === undefined)) {
    throw new Error(
      '--kubeconfig and --image-prefix go together: the nodes must find the images that are built here.',
    )
  }
  return {
    isDown: values.down,
    existing:
      kubeconfig === undefined || imagePrefix === undefined
        ? undefined
        : { kubeconfigPath: kubeconfig, imagePrefix },
  }
}
