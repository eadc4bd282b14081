import { describe, expect, it } from 'vitest'
import phishing from '../../../docs/examples/phishing.flopack?raw'
import type { Document } from '../flows/cards/document'
import { lanesOf } from '../flows/cards/lanes'
import { drawn, masked } from './drawn'
import type { Step } from './executions'

const lane = lanesOf(Object.values((JSON.parse(phishing) as { data: { flos: Record<string, Document> } }).data.flos)[0]!)
const step = (path: string, attempt = 1) => ({ path, attempt }) as Step

describe('an execution', () => {
  it('is drawn on the cards by their places, with all attempts of each', () => {
    const found = drawn(lane, [step('0'), step('10'), step('10', 2)])!
    expect(found.get('10')!.map((one) => one.attempt)).toEqual([1, 2])
    expect(found.get('2')).toBeUndefined()
  })
  it('is not drawn on cards that are not those that ran', () => expect(drawn(lane, [step('77')])).toBeUndefined())
})

it('what was masked is seen at any depth', () => {
  expect([masked({ a: [{ b: 'Bearer ***' }] }), masked({ a: ['x', null, 1] })]).toEqual([true, false])
})
