/**
 * What a field is, without when and why: the first sentence of its comment in a generated declaration.
 *
 * @param comment as it stands between the two marks of a comment, its lines beginning with asterisks.
 */
export function firstSentence(comment: string): string {
  const text = comment
    .replaceAll(/\s*\n[ \t]*\*?[ \t]*/g, ' ')
    .replaceAll(/\\(['"])/g, '$1')
    .trim()
  const end = sentenceEnd.exec(text)
  const sentence = end === null ? text : text.slice(0, end.index + 1)
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** A full stop before a new sentence, but not that of an abbreviation. */
const sentenceEnd = /(?<!\b(?:e\.g|i\.e|etc|vs))\.(?=\s+[A-Z"'`])/
