/** A name of one part, as Services and volumes have (RFC 1123). */
export const isDnsLabel = (name: string): boolean =>
  name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)

/** A name of parts with dots between them, as most Kubernetes objects have (RFC 1123). */
export const isDnsName = (name: string): boolean =>
  name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const isLabelValue = (value: string): boolean =>
  value.length <= 63 && /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)

/** A label's name with its optional prefix. */
export function isLabelKey(key: string): boolean {
  const slash = key.lastIndexOf('/')
  const name = key.slice(slash + 1)
  if (name === '' || !isLabelValue(name)) return false
  return slash === -1 || isDnsName(key.slice(0, slash))
}
