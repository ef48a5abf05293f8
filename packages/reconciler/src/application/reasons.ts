export type Reason = string
