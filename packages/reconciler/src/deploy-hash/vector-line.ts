import { type DeployHashExplanation, explainDeployHash } from './explain-deploy-hash.ts'
import { isJsonObject, type Json, type JsonObject, readJson } from './json.ts'

/**
 * Answers one line of the tool `deploy-hash`.
 *
 * @param line JSON: `{"app": FlinkApplication, "config": {"containerNameFormat", "schedulerName"} | null}`.
 * @returns JSON: the members of `DeployHashExplanation`, or `{"error": string}`; never throws.
 */
export function answerVectorLine(line: string): string {
  let answerText: string
  try {
    answerText = JSON.stringify(answer(line))
  } catch (error) {
    // Lists nested by the thousand exhaust the stack; the lines after this one still want their answers.
    answerText = JSON.stringify({ error: `The application could not be hashed: ${String(error)}` })
  }
  // Many readers take these two for the end of a line.
  return answerText.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function answer(line: string): DeployHashExplanation | { readonly error: string } {
  let input: Json
  try {
    input = readJson(line)
  } catch (error) {
    return { error: `The line is not JSON: ${String(error)}` }
  }
  if (!isJsonObject(input)) return { error: 'The line must be a JSON object with the member app.' }
  const { app, config } = input
  if (app === undefined) return { error: 'The line has no member app.' }
  if (config != null && !isJsonObject(config)) {
    return { error: 'The member config must be an object or null.' }
  }
  const containerNameFormat = setting(config, 'containerNameFormat')
  const schedulerName = setting(config, 'schedulerName')
  if (containerNameFormat === undefined || schedulerName === undefined) {
    return { error: 'config.containerNameFormat and config.schedulerName must be strings.' }
  }
  return explainDeployHash(app, { containerNameFormat, schedulerName })
}

function setting(config: JsonObject | null | undefined, name: string): string | undefined {
  const value = config?.[name] ?? ''
  return typeof value === 'string' ? value : undefined
}
