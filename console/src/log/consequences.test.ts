import { describe, expect, it } from 'vitest'
import { verdict } from './consequences'

describe('what a hook made of an event', () => {
  const one = { matches: true, error: null, deliveries: [{}] }
  it('is that it got it', () => expect(verdict(one)).toBe('Got it.'))
  it('is that its filter has changed since', () => expect(verdict({ ...one, matches: false })).toContain('would not pass it'))
  it('is that its filter does not pass it', () => expect(verdict({ ...one, matches: false, deliveries: [] })).toBe('Its filter does not pass it.'))
  it('is that there is no delivery although it passes', () => expect(verdict({ ...one, deliveries: [] })).toContain('no delivery'))
  it('is that nobody can say', () => expect(verdict({ ...one, matches: false, error: 'no such field' })).toContain('no such field'))
})
