export declare function inputsOf(part: string, checkout?: string): string | undefined
export declare function keepPassed(
  part: string,
  inputs: string | undefined,
  report: unknown,
  checkout?: string,
): void
