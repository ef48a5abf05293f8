export declare function outcomeOf(
  code: number,
  report: unknown,
): { passed: number; failed: number; skipped: number; failures: string[] }
