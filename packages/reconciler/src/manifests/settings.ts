import { type IgnoredMetadata } from '../deploy-hash/decoded-application.ts'

/** The operator's settings that shape what it creates. */
export interface ManifestSettings extends IgnoredMetadata {
  /**
   * Go printf format with one `%s` for the role, as in `%s-main`; '' keeps the role itself. Hashed.
   * @default ''
   */
  readonly containerNameFormat?: string
  /**
   * `schedulerName` of every pod; '' leaves it to Kubernetes. Hashed.
   * @default ''
   */
  readonly schedulerName?: string
  /**
   * Host of the Ingress, in which every `{{$jobCluster}}` becomes the application's name; '' makes no Ingress.
   * @default ''
   */
  readonly ingressUrlFormat?: string
}
