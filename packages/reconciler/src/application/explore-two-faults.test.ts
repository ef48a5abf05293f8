import { env } from 'node:process'
import { exploreTwoFaults } from '../testing/explore-stories.ts'

exploreTwoFaults(
  Number(env['FLINK_OPERATOR_TWO_FAULTS_MINUTES'] ?? 1),
  Number(env['FLINK_OPERATOR_SEED'] ?? Date.now() % 1_000_000),
)
