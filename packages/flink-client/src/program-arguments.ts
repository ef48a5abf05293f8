/**
 * Splits a line of program arguments as Flink up to 1.20 does (`JarHandlerUtils.tokenizeArguments`): pieces are blanks
 * apart; a piece that begins with a quote runs to the next one of its kind; then every quote is dropped. There are no
 * escapes, so `--a "b c"` is two arguments and `--a="b c"` also: `--a=b` and `c`.
 */
export function splitProgramArguments(line: string): string[] {
  return Array.from(line.matchAll(/([^"']\S*|"[^"]*"|'[^']*')\s*/g), ([, piece = '']) =>
    piece.replace(/["']/g, '').trim(),
  ).filter((piece) => piece !== '')
}
