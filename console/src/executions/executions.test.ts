import { describe, expect, it } from 'vitest'
import { duration, isOpen } from './executions'

describe('an execution', () => {
  it.each([
    ['QUEUED', true],
    ['WAITING', true],
    ['CANCELLING', true],
    ['SUCCESS', false],
    ['FAILURE', false],
    ['CANCELLED', false],
  ] as const)('that is %s may still change: %s', (status, open) => expect(isOpen({ status })).toBe(open))

  it('has no duration before it starts', () => expect(duration({ startedAt: null, endedAt: null })).toBeUndefined())

  it('has run until now while it runs', () => {
    expect(duration({ startedAt: '2026-01-01T00:00:00Z', endedAt: null }, Date.parse('2026-01-01T00:00:03Z'))).toBe(3000)
  })
})
