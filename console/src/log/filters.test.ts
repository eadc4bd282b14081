import { describe, expect, it } from 'vitest'
import { filterOf, narrowed, placeOf } from './filters'

describe('the filter of a field', () => {
  it.each([
    [['actor', 'alternateId'], 'ada@example.org', 'actor.alternateId eq "ada@example.org"'],
    [['target', 0, 'displayName'], 'a "b"', 'target.displayName eq "a \\"b\\""'],
    [['securityContext', 'isProxy'], true, 'securityContext.isProxy eq true'],
    [['outcome', 'reason'], null, 'not (outcome.reason pr)'],
  ])('%j is one condition', (steps, value, filter) => expect(filterOf(steps, value)).toBe(filter))

  it('is not offered for names that no filter can have', () => expect(filterOf(['debugContext', 'odd name'], 'x')).toBeUndefined())
  it('is not offered for objects', () => expect(filterOf(['actor'], { id: '1' })).toBeUndefined())
})

describe('narrowing', () => {
  it('begins with the first condition', () => expect(narrowed(undefined, 'a eq 1')).toBe('a eq 1'))
  it('keeps alternatives together', () => expect(narrowed('a eq 1 or a eq 2', 'b eq 3')).toBe('(a eq 1 or a eq 2) and b eq 3'))
  it('does not say the same twice', () => expect(narrowed('a eq 1', 'a eq 1')).toBe('a eq 1'))
})

describe('the place of an event', () => {
  it('is the moment when it was published', () =>
    expect(placeOf('u1', '2026-03-01T00:00:00.000Z')).toEqual({ filter: 'uuid eq "u1"', since: '2026-03-01T00:00:00.000Z', until: '2026-03-01T00:00:00.000Z', event: 'u1' }))
  it('is looked for where that is not known', () => expect(placeOf('u1').until).toBeUndefined())
})
