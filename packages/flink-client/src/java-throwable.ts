/** One link of a Java exception chain. */
export interface JavaThrowable {
  /** Fully qualified, such as `org.apache.flink.runtime.messages.FlinkJobNotFoundException`. */
  className: string
  message: string
}

/**
 * The exceptions named in a stack trace, outermost first. Reads the first line, every `Caused by:`, and the causes that
 * Java folds into a message (`CompletionException: FlinkJobNotFoundException: …`). Text around a trace, as in Flink's
 * `<Exception on server side:`, is passed over. Messages keep one line; frames are dropped.
 */
export function parseStackTrace(text: string): JavaThrowable[] {
  const chain: JavaThrowable[] = []
  let rest = text
  while (rest !== '' && chain.length < maxLinks) {
    const end = rest.indexOf('\n')
    const line = end === -1 ? rest : rest.slice(0, end)
    rest = end === -1 ? '' : rest.slice(end + 1)
    if (!line.startsWith('\t') && !line.startsWith(' ')) unfold(line.slice(0, maxLineChars), chain)
  }
  return chain.filter((link, at) => !isRepeated(link, chain[at + 1]))
}

const maxLinks = 64
const maxLineChars = 4_000
const throwablePattern = /^(?:Caused by: )?((?:[A-Za-z_$][\w$]*\.)+[A-Z][\w$]*)(?:: ?(.*))?$/

function unfold(line: string, chain: JavaThrowable[]): void {
  let match = throwablePattern.exec(line.trimEnd())
  while (match !== null && chain.length < maxLinks) {
    const [, className = '', message = ''] = match
    chain.push({ className, message })
    match = throwablePattern.exec(message)
  }
}

/** `Caused by:` names again what the line above had folded into its message. */
function isRepeated(link: JavaThrowable, next: JavaThrowable | undefined): boolean {
  return next !== undefined && next.className === link.className && next.message === link.message
}

/** The innermost exception: what really went wrong. */
export function rootCauseOf(chain: readonly JavaThrowable[]): JavaThrowable | undefined {
  return chain.at(-1)
}

/** The innermost exception of Flink's own: what Flink made of it. */
export function flinkClassOf(chain: readonly JavaThrowable[]): string | undefined {
  return chain.findLast(({ className }) => className.startsWith('org.apache.flink.') && !isWrapper(className))
    ?.className
}

/** Says nothing about what went wrong. */
function isWrapper(className: string): boolean {
  return className.endsWith('.RestHandlerException') || className.endsWith('.FlinkRuntimeException')
}
