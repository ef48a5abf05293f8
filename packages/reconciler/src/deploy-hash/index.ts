export { deployHash } from './deploy-hash.ts'
export { answerVectorLine } from './vector-line.ts'
