import { type OpenApiDocument, type Schema } from './open-api.ts'

/**
 * Puts the expressions that the document defines once in the place of their names in rules: CEL has no functions of
 * one's own. Throws on a name that is not defined.
 */
export function expandExpressions(document: OpenApiDocument): void {
  const expressions = document['x-flink-expressions']
  const expand = (text: string, path: string): string =>
    text.replaceAll(/\{\{([\w. ]+?)(?: of ([\w.]+))?\}\}/g, (_, name: string, subject = 'it') => {
      const expression = expressions[name]
      if (expression === undefined) throw new Error(`${path}: no expression is called "${name}".`)
      return expand(expression.replaceAll(/\bit\b/g, subject as string), path)
    })
  const visit = (schema: Schema, path: string): void => {
    for (const rule of schema['x-flink-rules'] ?? []) {
      rule.rule = expand(rule.rule, `${path}: rule ${rule.name}`)
      if (rule.onlyIf !== undefined) rule.onlyIf = expand(rule.onlyIf, `${path}: onlyIf of ${rule.name}`)
      if (rule.messageExpression === undefined) continue
      rule.messageExpression = expand(rule.messageExpression, `${path}: message of ${rule.name}`)
    }
    if (schema['x-flink-crd'] !== undefined) visit(schema['x-flink-crd'], path)
    if (schema.items !== undefined) visit(schema.items, `${path}[]`)
    if (schema.additionalProperties !== undefined) visit(schema.additionalProperties, `${path}.*`)
    for (const [name, property] of Object.entries(schema.properties ?? {})) visit(property, `${path}.${name}`)
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name)
}
