export { startWebhook, type Webhook, type WebhookOptions } from './webhook.ts'
export { readConfig, type Config } from './config.ts'
