import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'

export type Ports = {
  readonly rpc: number
  readonly blob: number
  readonly query: number
  readonly ui: number
  readonly metrics: number
}

/** The ports of a JobManager, in the order in which they are listed. A port of 0 is used as given. */
export function ports({ spec }: DecodedApplication): Ports {
  return {
    rpc: spec.rpcPort ?? 6123,
    blob: spec.blobPort ?? 6125,
    query: spec.queryPort ?? 6124,
    ui: spec.uiPort ?? defaultUiPort,
    metrics: spec.metricsQueryPort ?? 50101,
  }
}

const defaultUiPort = 8081

/** The port of Flink's REST interface. The original asked 8081 whatever `uiPort` said (its defect D37). */
export function restPort({ spec }: { readonly spec: { readonly uiPort?: number | undefined } }): number {
  return spec.uiPort ?? defaultUiPort
}
