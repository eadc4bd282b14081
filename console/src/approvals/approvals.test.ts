import { describe, expect, it } from 'vitest'
import { left, titleOf } from './approvals'

describe('an approval', () => {
  it('says how much time is left', () => {
    const until = '2026-01-01T01:00:00Z'
    expect(left(until, Date.parse('2026-01-01T00:00:00Z'))).toBe('1 h 0 min left')
    expect(left(until, Date.parse(until))).toBe('Over')
  })

  it('is called by its card when it is over', () => {
    expect(titleOf({ title: null, card: { id: 'c', title: 'Clear User Sessions' } })).toBe('Clear User Sessions')
  })
})
