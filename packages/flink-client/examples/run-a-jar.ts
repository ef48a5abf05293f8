// Runs a jar on any Flink and stops it with its state kept: node run-a-jar.ts http://localhost:8081 my-job.jar
import { createFlinkClient, isRefused } from '@flink-operator/flink-client'

const [baseUrl = 'http://localhost:8081', path = 'my-job.jar'] = process.argv.slice(2)
const flink = createFlinkClient({ baseUrl })

try {
  const { jarId } = await flink.jars.upload({ path })
  const { jobId } = await flink.jars.run(jarId)
  console.log(`Flink ${(await flink.version()).text} runs ${jobId}`)
  await flink.jobs.waitUntilRunning(jobId)

  let seen = 0
  for await (const checkpoint of flink.checkpoints.watch(jobId)) {
    console.log(`checkpoint ${checkpoint.id} in ${checkpoint.external_path}`)
    if (++seen === 3) break
  }

  const { location } = await flink.jobs.stopWithSavepoint(jobId, {
    onProgress: ({ step, elapsedMs }) => console.log(`${step} after ${elapsedMs} ms`),
  })
  console.log(`stopped; resume from ${location}`)
} catch (error) {
  if (!isRefused(error)) throw error
  console.error(error.message)
} finally {
  await flink.close()
}
