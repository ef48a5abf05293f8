import { decodeApplication } from '../deploy-hash/decoded-application.ts'
import { usesProcessMemory } from '../deploy-hash/flink-version.ts'
import { flinkProperties } from './flink-properties.ts'
import { exactMemory, originalMemory } from './memory.ts'
import { type RenderFinding } from './render-finding.ts'
import { originalRendering } from './rendering.ts'
import { type Role } from './role.ts'
import { type ManifestSettings } from './settings.ts'

/** The original operator creates broken pods in silence for each error here; the hash stays the original's. */
export function findRenderProblems(
  application: unknown,
  settings: ManifestSettings = {},
): readonly RenderFinding[] {
  const decoding = decodeApplication(application, 'drop', settings)
  if ('error' in decoding) {
    return [
      {
        rule: 'applicationUnreadable',
        path: '',
        message: decoding.error,
        remedy: 'Give every field the type that the schema asks for.',
        severity: 'error',
      },
    ]
  }
  const { application: decoded, unknownPaths } = decoding
  const findings: RenderFinding[] = []
  const properties = flinkProperties(decoded, originalRendering)
  if ('problem' in properties) findings.push(properties.problem)

  const isProcessMemory = usesProcessMemory(decoded.spec.flinkVersion ?? '')
  for (const role of ['jobmanager', 'taskmanager'] satisfies Role[]) {
    const config = role === 'jobmanager' ? 'jobManagerConfig' : 'taskManagerConfig'
    const path = `spec.${config}.resources.requests.memory`
    const exact = exactMemory(decoded, role)
    if (exact === undefined) {
      findings.push({
        rule: 'memoryRequestMissing',
        path,
        message:
          'There is neither a memory request nor a memory limit above zero to size the Flink process by.',
        remedy: 'Set the memory request, for example 2Gi, or leave out resources to get the default.',
        // Before 1.11 a heap size of 0 leaves the size to the JVM.
        severity: isProcessMemory ? 'error' : 'warning',
      })
    } else if (exact !== originalMemory(decoded, role)) {
      findings.push({
        rule: 'memoryRequestUnreadable',
        path,
        message: `The deploy hash is made with ${originalMemory(decoded, role)} of memory, because it cannot read this request; the pods get ${exact}.`,
        remedy: 'Write the request without a fraction, for example 1536Mi for 1.5Gi; that changes the hash.',
        severity: 'warning',
      })
    }
  }
  for (const path of unknownPaths.filter((unknown) => podField.test(unknown))) {
    findings.push({
      rule: 'fieldNotHashed',
      path,
      message:
        'The pods get this field, but the deploy hash does not cover it: to change it alone deploys nothing.',
      remedy: 'Change restartNonce together with it.',
      severity: 'warning',
    })
  }
  return findings
}

const podField =
  /^spec\.(?:volumes|volumeMounts|securityContext|imagePullSecrets|(?:job|task)ManagerConfig\.(?:resources|envConfig|tolerations|affinity))\b/
