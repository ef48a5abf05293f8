import { expect, test } from 'vitest'
import { freshMemory, plan } from '../testing/operator-model.ts'
import { startStory } from '../testing/simulation.ts'
import { targetOf } from './target.ts'

const applied = 'kubectl.kubernetes.io/last-applied-configuration'

test('original operator defect D46: kubectl apply deploys anew whatever it changed', () => {
  const { observation } = plan(startStory({ story: '', steps: [] }).world, freshMemory()) ?? {}
  const { app, settings } = observation!
  const hashOf = (annotations: Record<string, string>, ignoredAnnotations: string[]) =>
    targetOf({ ...app, metadata: { ...app.metadata, annotations } }, { ...settings, ignoredAnnotations })
      .target.hash
  expect(hashOf({ [applied]: '{"spec":1}' }, [applied])).toBe(hashOf({ [applied]: '{"spec":2}' }, [applied]))
  expect(hashOf({ [applied]: '{"spec":1}', own: 'a' }, [applied])).not.toBe(hashOf({ own: 'b' }, [applied]))
  // Without the setting it is the original's hash, so that a swap of operators restarts nothing.
  expect(hashOf({ [applied]: '{"spec":1}' }, [])).not.toBe(hashOf({ [applied]: '{"spec":2}' }, []))
})
