import { describe, expect, it } from 'vitest'
import { shownTime, span, utc } from './zone'

describe('times', () => {
  it('are shown in UTC with the zone named', () => {
    expect(shownTime('2026-03-01T23:59:58.123Z', 'utc')).toMatch(/23:59:58.*UTC/)
  })

  it('show milliseconds where order matters', () => {
    expect(shownTime('2026-03-01T23:59:58.123Z', 'utc', true)).toContain('58.123')
  })

  it('that cannot be read are shown as they came', () => {
    expect(shownTime('yesterday', 'local')).toBe('yesterday')
    expect(utc('yesterday')).toBe('yesterday')
  })

  it('have a plain form in UTC', () => {
    expect(utc('2026-03-01T01:00:00+01:00')).toBe('2026-03-01 00:00:00.000 UTC')
  })
})

describe('spans', () => {
  it.each([
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [9.96, '10 ms'],
    [412, '412 ms'],
    [1500, '1.5 s'],
    [61_000, '1 min 1 s'],
    [3_660_000, '1 h 1 min'],
    [49 * 3_600_000, '2 d 1 h'],
  ])('of %d ms', (millis, shown) => expect(span(millis)).toBe(shown))
})
