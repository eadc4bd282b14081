import { expect, test } from 'vitest'
import { added, as, movedBy, numberOf, removeAt, renamed, setAt, summary } from './tree'

test('a change in a tree leaves the order of keys and all other parts', () => {
  const other = { kept: true }
  const value = { b: [1, { deep: 'old' }], a: other }
  const next = setAt(value, ['b', 1, 'deep'], 'new') as typeof value
  expect(JSON.stringify(next)).toBe('{"b":[1,{"deep":"new"}],"a":{"kept":true}}')
  expect(next.a).toBe(other)
  expect(value.b[1]).toEqual({ deep: 'old' })
})

test('keys are added under a free name, renamed in place, and never fall together', () => {
  expect(added({ 'key 2': '' }, [])).toEqual({ 'key 2': '', 'key 3': '' })
  expect(JSON.stringify(renamed({ a: 1, b: 2 }, ['a'], 'c'))).toBe('{"c":1,"b":2}')
  expect(renamed({ a: 1, b: 2 }, ['a'], 'b')).toBeUndefined()
})

test('items are added like the last one, removed and moved', () => {
  expect(added([1], [])).toEqual([1, 0])
  expect(added([], [])).toEqual([''])
  expect(removeAt({ list: ['a', 'b'] }, ['list', 0])).toEqual({ list: ['b'] })
  expect(movedBy(['a', 'b'], [1], -1)).toEqual(['b', 'a'])
  expect(movedBy(['a', 'b'], [1], 1)).toEqual(['a', 'b'])
})

test('another kind keeps what it can', () => {
  expect(as('12', 'number')).toBe(12)
  expect(as('word', 'number')).toBe(0)
  expect(as(12, 'text')).toBe('12')
  expect(as('one', 'list')).toEqual(['one'])
  expect(as({ a: 1 }, 'text')).toBe('')
})

test('a number that would lose digits is refused', () => {
  expect(numberOf(' -0.5 ', false)).toEqual({ value: -0.5 })
  expect(numberOf('9007199254740993', false)).toHaveProperty('mistake')
  expect(numberOf('1e400', false)).toHaveProperty('mistake')
  expect(numberOf('1.5', true)).toHaveProperty('mistake')
  expect(numberOf('0x10', false)).toHaveProperty('mistake')
})

test('a summary says what an object has', () => {
  expect(summary({ a: 1, b: 2, c: 3, d: 4 })).toBe('a, b, c and 1 more')
  expect(summary([])).toBe('empty list')
})
