import { describe, expect, it } from 'vitest'
import { endpointInputs, fieldInputs, mayAct } from './inputs'

const asked = [
  { key: 'who', label: 'Who', type: 'Text' },
  { key: 'many', label: 'How many', type: 'Number' },
  { key: 'really', label: 'Really', type: 'True/False' },
  { key: 'all', label: 'All', type: 'List of Text' },
]

describe('inputs of a run', () => {
  it('have the types of the fields, blank ones left out', () => {
    expect(fieldInputs(asked, { who: '12', many: '12', really: 'false', all: '["a"]' })).toEqual({ who: '12', many: 12, really: false, all: ['a'] })
    expect(fieldInputs(asked, { who: '' })).toEqual({})
  })
  it('that do not fit are said by their label', () => {
    expect(() => fieldInputs(asked, { many: 'x' })).toThrow('How many: expected a number')
    expect(() => fieldInputs(asked, { all: 'x' })).toThrow('All: expected a list')
  })
  it('of an endpoint are a body', () => {
    expect(endpointInputs('{"a":1}')).toEqual({ body: { a: 1 } })
    expect(endpointInputs(' ')).toEqual({})
    expect(() => endpointInputs('{')).toThrow('no JSON')
  })
  it('matter where the flow acts', () => expect([mayAct('READ'), mayAct('NOTIFY'), mayAct('UNKNOWN')]).toEqual([false, true, true]))
})
