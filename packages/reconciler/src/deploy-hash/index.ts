export { deployHash } from './deploy-hash.ts'
export { explainDeployHash } from './explain-deploy-hash.ts'
export { answerVectorLine } from './vector-line.ts'
