import { describe, expect, it } from 'vitest'
import phishing from '../../../../docs/examples/phishing.flopack?raw'
import type { Document, Field } from '../cards/document'
import { parsed, placeOf, typed, withValue } from './values'

const flow = Object.values((JSON.parse(phishing) as { data: { flos: Record<string, Document> } }).data.flos)[0]!
const field = (type: unknown, collection = false) => ({ id: 'x', key: 'x', value: { type, collection } }) as Field

describe('a constant', () => {
  it('is found by its card and its name, and replaced without changing anything else', () => {
    expect(typed(placeOf(flow, 'tellSlack', 'parameters.channel')!.field)).toBe('C0000000001')
    const changed = withValue(flow, 'tellSlack', 'parameters.channel', 'C0000000002')
    expect(JSON.stringify(changed)).toBe(JSON.stringify(flow).replace('C0000000001', 'C0000000002'))
    expect(typed(placeOf(flow, 'tellSlack', 'parameters.channel')!.field)).toBe('C0000000001')
  })

  it('that is gone is said', () => expect(() => withValue(flow, 'tellSlack', 'parameters.colour', '')).toThrow('parameters.colour'))

  it('is found in a nested flow, too', () => {
    const outer = { data: { methods: [{ ...structuredClone(flow.data.methods[0]!), uuid: 'outer' }] } } as Document
    outer.data.methods[0]!.node.model.inputs = { data: { flo: { id: 'flo', key: 'flo', value: { type: 'flo', data: flow.data } } } }
    expect(placeOf(outer, 'tellSlack', 'parameters.channel')).toBeDefined()
  })

  it.each([
    [field('number'), '12', { value: 12 }],
    [field('number'), 'twelve', { mistake: 'Expected a number.' }],
    [field('boolean'), 'true', { value: true }],
    [field('string'), '12', { value: '12' }],
    [field('string', true), '["a"]', { value: ['a'] }],
    [field('string', true), 'a', { mistake: 'Expected a list, as JSON.' }],
    [field('object'), '{"a":1}', { value: { a: 1 } }],
  ])('%j typed as %s is %j', (one, text, expected) => expect(parsed(one, text)).toEqual(expected))
})
