import { type Schemas } from './decode.ts'
import { hexId, segment } from './ids.ts'
import { LongCall, type LongCallOptions, type OperationStatus } from './operation.ts'
import { type CallOptions, type Requester } from './request.ts'
import { plainStatus, type Triggered } from './savepoints.ts'

/** Cached intermediate results of batch jobs. Since 1.11. */
export interface DataSets {
  list(options?: CallOptions): Promise<Schemas['DataSet'][]>
  /**
   * Deletes one and waits for it. One that is not there is as good as deleted, but with Flink 1.13 that never ends: the
   * deadline does.
   */
  delete(dataSetId: string, options?: LongCallOptions): Promise<void>
  triggerDeletion(dataSetId: string, options?: CallOptions): Promise<Triggered>
  deletionStatus(triggerId: string, options?: CallOptions): Promise<OperationStatus<object>>
}

export function createDataSets(requester: Requester): DataSets {
  const { api, via, read, describe } = requester
  const dataSets: DataSets = {
    async list(options) {
      return (await read('DataSetList', api.GET('/datasets', via(options)))).dataSets
    },
    async delete(dataSetId, options = {}) {
      const call = new LongCall(requester, options)
      const triggerId = await call.trigger(
        true,
        async (each) => (await dataSets.triggerDeletion(dataSetId, each)).triggerId,
      )
      await call.awaitEnd(describe('DELETE', `/datasets/${dataSetId}`), (each) =>
        dataSets.deletionStatus(triggerId, each),
      )
    },
    async triggerDeletion(dataSetId, options) {
      const params = { path: { datasetid: segment('data set id', dataSetId) } }
      const answer = api.DELETE('/datasets/{datasetid}', { params, ...via(options) })
      return { triggerId: (await read('Triggered', answer))['request-id'] }
    },
    async deletionStatus(triggerId, options) {
      const params = { path: { triggerid: hexId('trigger id', triggerId) } }
      const answer = api.GET('/datasets/delete/{triggerid}', { params, ...via(options) })
      return plainStatus(
        await read('OperationStatus', answer),
        describe('GET', `/datasets/delete/${triggerId}`),
      )
    },
  }
  return dataSets
}
