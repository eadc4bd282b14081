import { describe, expect, it } from 'vitest'
import { fromField, toField } from './field'

describe('the field for a time', () => {
  const at = Date.parse('2026-03-01T08:05:00.000Z')
  it('has UTC when times are shown in it', () => expect(toField(at, 'utc')).toBe('2026-03-01T08:05'))
  it.each(['utc', 'local'] as const)('gives back what it was given (%s)', (zone) => expect(fromField(toField(at, zone), zone)).toBe('2026-03-01T08:05:00.000Z'))
  it('gives nothing for nothing', () => expect([fromField('', 'utc'), fromField('x', 'local')]).toEqual([undefined, undefined]))
})
