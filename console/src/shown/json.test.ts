import { describe, expect, it } from 'vitest'
import { indented, copied, folded, mentions, pathOf } from './json'

describe('the path of a value', () => {
  it.each([
    [['actor', 'alternateId'], 'actor.alternateId'],
    [['target', 0, 'id'], 'target[0].id'],
    [['debugData', 'odd name'], 'debugData["odd name"]'],
    [[0], '[0]'],
  ])('%j is %s', (steps, path) => expect(pathOf(steps)).toBe(path))
})

describe('a value', () => {
  it('is copied as a text without quotes', () => expect(copied('a "b"')).toBe('a "b"'))
  it('is copied as JSON when it has members', () => expect(copied({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}'))
  it('says how much is folded', () => expect([folded([1]), folded([]), folded({ a: 1, b: 2 }), folded('x')]).toEqual(['1 item', '0 items', '2 fields', '']))
  it('is found by names and values at any depth', () => {
    const event = { actor: { alternateId: 'Ada@Example.org' }, target: [{ id: 7 }] }
    expect([mentions(event, 'ada@'), mentions(event, 'alternate'), mentions(event, '7'), mentions(event, 'bob')]).toEqual([true, true, true, false])
  })
})

describe('indented', () => {
  it('indents JSON, also in a text, and leaves what is none', () => {
    expect(indented({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(indented('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(indented('not {json')).toBe('not {json')
    expect(indented('12345678901234567890')).toBe('12345678901234567890')
  })
})
