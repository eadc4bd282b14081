import { describe, expect, test } from 'vitest'
import type { Step } from '../../executions/executions'
import { newDocument, seededIds, structureOf, type Document } from '../document'
import { keyOf } from '../page/builder'
import { cardAt, inShort, valuesOf } from './values'

function ran(path: string, status: string, more: Partial<Step> = {}): Step {
  return { path, card: 'x', title: 'X', status, attempt: 1, startedAt: '', millis: 3, inputs: {}, outputs: {}, error: null, progress: null, helpers: null, hidden: false, truncated: false, ...more } as Step
}

describe('values on the cards', () => {
  const document: Document = newDocument('Flow', seededIds(7))
  const trigger = structureOf(document).cards[0]!

  test('are those of the last attempt, whatever was changed since', () => {
    const values = valuesOf(document, [ran(trigger.path, 'FAILURE'), ran(trigger.path, 'SUCCESS', { outputs: { a: 1 }, attempt: 2 })], true)
    expect(values.get(keyOf(trigger.at))).toMatchObject({ state: 'done', outputs: { a: 1 }, durationMs: 3 })
  })

  test('tell what did not run from what has not run yet', () => {
    expect(valuesOf(document, [], true).get(keyOf(trigger.at))).toEqual({ state: 'idle' })
    expect(valuesOf(document, [], false).size).toBe(0)
  })

  test('lead back to the card of a place', () => {
    expect(cardAt(document, trigger.path)).toEqual(trigger.at)
    expect(cardAt(document, 'nowhere')).toBeUndefined()
  })
})

test('what a card was given is said in a line', () => {
  expect(inShort({ parameters: { channel: 'C1' }, Message: { Text: 'Look', Blocks: '' }, ids: [1, 2] })).toBe('channel: C1 · Text: Look · ids: 1, 2')
  expect(inShort({ text: 'x'.repeat(500) })).toHaveLength(160)
  expect(inShort(undefined)).toBe('')
})
