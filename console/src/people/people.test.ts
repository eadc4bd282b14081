import { expect, it } from 'vitest'
import { roleNames, stateOf } from './people'

const now = Date.parse('2026-01-02T00:00:00Z')

it('says one state of an account', () => {
  expect(stateOf({ disabled: false, signIn: 'password', passwordExpires: null }, now).word).toBe('Active')
  expect(stateOf({ disabled: true, signIn: 'password', passwordExpires: null }, now).word).toBe('Disabled')
  expect(stateOf({ disabled: false, signIn: 'one_time_password', passwordExpires: '2026-01-03T00:00:00Z' }, now).word).toBe('One-time password')
  expect(stateOf({ disabled: false, signIn: 'one_time_password', passwordExpires: '2026-01-01T00:00:00Z' }, now).word).toBe('One-time password expired')
})

it('names roles, and those that it does not know by their id', () => {
  expect(roleNames(['viewer', 'gone'], [{ id: 'viewer', name: 'Viewer', description: '', permissions: [], builtIn: true, updated: null }])).toBe('Viewer, gone')
  expect(roleNames([], [])).toBe('No role')
})
