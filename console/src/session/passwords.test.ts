import { expect, it } from 'vitest'
import { passwordProblem, signOnAddress } from './passwords'

it('takes passwords of 12 to 200 characters, typed twice', () => {
  expect(passwordProblem('short', 'short')).toContain('12')
  expect(passwordProblem('x'.repeat(201), 'x'.repeat(201))).toContain('200')
  expect(passwordProblem('long enough words', 'other words')).toContain('not the same')
  expect(passwordProblem('long enough words', 'long enough words')).toBeUndefined()
})

it('comes back to the page that was asked for', () => {
  expect(signOnAddress('/sso', '/console/')).toBe('/sso')
  expect(signOnAddress('/sso', '/console/system-log?q=a&b')).toBe('/sso?next=%2Fconsole%2Fsystem-log%3Fq%3Da%26b')
  expect(signOnAddress('/sso', '//evil.example/console/')).toBe('/sso')
})
