/**
 * A generated Kubernetes model as it is on the wire: the models claim `Date`, JSON carries strings.
 *
 * Objects are never turned into those classes here, since that drops the fields they do not know.
 */
export type Raw<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Raw<Item>[]
    : T extends object
      ? { [Key in keyof T]: Raw<T[Key]> }
      : T
