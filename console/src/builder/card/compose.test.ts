import { expect, test } from 'vitest'
import { freeName, named, partsOf, shownText } from './compose'

const placeholders = named([
  { key: 'a1', label: 'Email' },
  { key: 'b2', label: 'Email' },
])

test('placeholders are shown by the names of their values, each one another', () => {
  expect(placeholders.map((one) => one.name)).toEqual(['Email', 'Email 2'])
  expect(shownText('To {{{a1}}} and {{{b2}}}, {{{lost}}} {json}', placeholders)).toBe('To ⟨Email⟩ and ⟨Email 2⟩, {{{lost}}} {json}')
})

test('what is written becomes parts again, with values that are yet to be linked', () => {
  const source = { card: { flow: '', card: 'x' }, output: 'o', path: [] }
  expect(partsOf('⟨Email⟩: ⟨New⟩, ⟨unknown⟩!', placeholders, new Map([['New', source]]))).toEqual([{ key: 'a1' }, ': ', { source }, ', ⟨unknown⟩!'])
  expect(partsOf('', placeholders, new Map())).toEqual([])
})

test('a text goes there and back unchanged', () => {
  const text = 'A {{{a1}}}{{{b2}}}\n{"json": "{{{a1}}}"}'
  const back = partsOf(shownText(text, placeholders), placeholders, new Map())
    .map((part) => (typeof part === 'string' ? part : 'key' in part ? `{{{${part.key}}}}` : ''))
    .join('')
  expect(back).toBe(text)
})

test('a name cannot end a placeholder', () => {
  expect(freeName('a⟩b', new Set())).toBe('ab')
  expect(freeName('', new Set(['value']))).toBe('value 2')
})
