import { type Settings } from '@flink-operator/reconciler'
import { type OperatorSettings } from './config.ts'

/** The part of the settings that decisions are made by. */
export function decisionSettings(settings: OperatorSettings): Settings {
  return {
    containerNameFormat: settings.containerNameFormat,
    schedulerName: settings.schedulerName,
    ignoredLabels: settings.ignoredLabels,
    ignoredAnnotations: settings.ignoredAnnotations,
    ingressUrlFormat: settings.ingressUrlFormat,
    useKubectlProxy: settings.useKubectlProxy,
    proxyPort: settings.proxyPort,
    baseBackoffMs: settings.baseBackoffDuration,
    maxBackoffMs: settings.maxBackoffDuration,
    maxErrDurationMs: settings.maxErrDuration,
    flinkJobVertexTimeoutMs: settings.flinkJobVertexTimeout,
  }
}
