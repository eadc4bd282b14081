import { expect, it } from 'vitest'
import { pointed } from './rows'

it('the place of a mistake is marked under its line', () => {
  expect(pointed('a eq 1\nand b qe 2', 2, 7)).toBe('and b qe 2\n      ^')
})

it('a mistake behind the end is marked behind it', () => expect(pointed('a', 1, 2)).toBe('a\n ^'))
