import { describe, expect, it } from 'vitest'
import { acts, lagOf, stateOf, successOf } from './hooks'

describe('a hook has one state', () => {
  it.each([
    ['ACTIVE', 'VERIFIED', false, 'Active'],
    ['ACTIVE', 'UNVERIFIED', false, 'Unverified'],
    ['ACTIVE', 'VERIFIED', true, 'Paused'],
    ['INACTIVE', 'VERIFIED', true, 'Inactive'],
    ['INACTIVE', 'UNVERIFIED', false, 'Inactive'],
  ] as const)('%s, %s, paused %s: %s', (status, verificationStatus, paused, state) => {
    expect(stateOf({ status, verificationStatus }, { paused })).toBe(state)
  })
})

it('what can be done follows from the state', () => {
  expect([acts('Unverified'), acts('Active'), acts('Paused'), acts('Inactive')]).toEqual([['verify', 'deactivate'], ['pause', 'deactivate'], ['resume', 'deactivate'], ['activate']])
})

describe('how far it is behind', () => {
  it('is nothing when all is delivered', () => expect(lagOf({ lag: { events: 0, atLeast: false, seconds: 0 } })).toBeUndefined())
  it('is one event', () => expect(lagOf({ lag: { events: 1, atLeast: false, seconds: 3 } })?.events).toBe('1 event'))
  it('is more than was counted', () => expect(lagOf({ lag: { events: 1000, atLeast: true, seconds: 3 } })?.events).toMatch(/^more than 1.?000 events$/))
})

describe('its success', () => {
  it('is not known without attempts', () => expect(successOf({ successRatio: null })).toBeUndefined())
  it('is all only when all succeeded', () => {
    expect(successOf({ successRatio: 1 })).toBe('100 %')
    expect(successOf({ successRatio: 0.9999 })).toBe('99.9 %')
  })
})
