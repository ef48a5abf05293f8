/** The webhook as a part: tests run it in their own process, with certificates that last a minute. */
export { type CertificateTimes } from './certificates/renewal.ts'
export { readConfig, type Config } from './config.ts'
export { createLog } from './log.ts'
export { startWebhook, type Webhook, type WebhookOptions } from './webhook.ts'
