import { answerVectorLine } from '@flink-operator/reconciler/deploy-hash'

/**
 * Prints the deploy hash of every FlinkApplication on the standard input, one JSON line each, in order; and with it
 * what the hash is made of and what the original operator would create. See docs/deploy-hash.md.
 *
 *     kubectl get flinkapplications -A -o json | jq -c '.items[] | {app: ., config: null}' | npm run --silent deploy-hash
 */
for await (const line of lines(process.stdin)) process.stdout.write(`${answerVectorLine(line)}\n`)

/** Splits at line feeds only: node:readline also splits at U+2028, which JSON strings may contain. */
async function* lines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of input) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
