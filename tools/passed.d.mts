export declare function inputsOf(part: string, checkout?: string): string | undefined
