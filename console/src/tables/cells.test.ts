import { describe, expect, it } from 'vitest'
import { dateField, dateOf, editable, entered, following, moved, resolution } from './cells'
import { linesOf, fileName } from './transfer'
import { conditionsOf, said, whereOf } from './conditions'

describe('a typed cell', () => {
  it('is taken as its column holds it', () => {
    expect(entered('ada', 'text', 'utc')).toEqual({ value: 'ada' })
    expect(entered(' 12.50 ', 'number', 'utc')).toEqual({ value: '12.50' })
    expect(entered('12345678901234567890.5', 'number', 'utc')).toEqual({ value: '12345678901234567890.5' })
    expect(entered('Yes', 'boolean', 'utc')).toEqual({ value: true })
    expect(entered('2026-01-31 09:30', 'date', 'utc')).toEqual({ value: '2026-01-31T09:30:00.000Z' })
  })

  it('is empty when nothing is typed, whatever the column', () => {
    for (const type of ['text', 'number', 'boolean', 'date'] as const) expect(entered('', type, 'utc')).toEqual({ value: null })
  })

  it('is refused with what was expected', () => {
    expect(entered('many', 'number', 'utc')).toHaveProperty('mistake')
    expect(entered('1,5', 'number', 'utc')).toHaveProperty('mistake')
    expect(entered('perhaps', 'boolean', 'utc')).toHaveProperty('mistake')
    expect(entered('tomorrow', 'date', 'utc')).toHaveProperty('mistake')
    expect(entered('2026-02-31x', 'date', 'utc')).toHaveProperty('mistake')
  })

  it('has its date in the zone of the page, and comes back as it was', () => {
    const at = '2026-07-01T22:15:30.250Z'
    expect(dateField(at, 'utc')).toBe('2026-07-01T22:15:30.250')
    for (const zone of ['utc', 'local'] as const) expect(dateOf(editable(at, 'date', zone), zone)).toBe(at)
  })

  it('keeps the zone that a date says', () => {
    expect(dateOf('2026-01-01T00:00:00+02:00', 'utc')).toBe('2025-12-31T22:00:00.000Z')
    expect(dateOf('2026-01-01 12:00 UTC', 'local')).toBe('2026-01-01T12:00:00.000Z')
  })
})

describe('the cursor', () => {
  it('stays within the grid', () => {
    expect(moved({ row: 0, column: 0 }, 'ArrowUp', false, 5, 3)).toEqual({ row: 0, column: 0 })
    expect(moved({ row: 4, column: 2 }, 'ArrowRight', false, 5, 3)).toEqual({ row: 4, column: 2 })
    expect(moved({ row: 1, column: 1 }, 'ArrowDown', false, 5, 3)).toEqual({ row: 2, column: 1 })
    expect(moved({ row: 1, column: 1 }, 'PageDown', false, 5, 3)).toEqual({ row: 4, column: 1 })
  })

  it('goes to the ends with Ctrl', () => {
    expect(moved({ row: 2, column: 1 }, 'End', true, 5, 3)).toEqual({ row: 4, column: 2 })
    expect(moved({ row: 2, column: 1 }, 'Home', true, 5, 3)).toEqual({ row: 0, column: 0 })
    expect(moved({ row: 2, column: 1 }, 'a', false, 5, 3)).toBeUndefined()
  })

  it('goes on in the next row with Tab, and out at the end', () => {
    expect(following({ row: 0, column: 2 }, false, 2, 3)).toEqual({ row: 1, column: 0 })
    expect(following({ row: 1, column: 0 }, true, 2, 3)).toEqual({ row: 0, column: 2 })
    expect(following({ row: 1, column: 2 }, false, 2, 3)).toBeUndefined()
  })
})

describe('a row that somebody else has changed', () => {
  it('is written again when the cell is as it was seen', () => expect(resolution('a', 'a', 'b')).toBe('again'))
  it('needs nothing when the cell holds that already', () => expect(resolution(1, 2, '2')).toBe('same'))
  it('asks when the cell itself has changed', () => expect(resolution('a', 'c', 'b')).toBe('ask'))
})

describe('a filter', () => {
  const columns = [{ name: 'User' }, { name: 'Time', type: 'date' as const }]

  it('goes to the API and comes back', () => {
    const conditions = [
      { column: 'User', operator: '=', value: 'ada', join: 'OR' as const },
      { column: 'Time', operator: '>=', value: '2026-01-01', join: 'AND' as const },
    ]
    const where = whereOf(conditions, columns, true)
    expect(JSON.parse(where!).expr[1].rhs).toBe('2026-01-01T00:00:00.000Z')
    expect(conditionsOf(where)[0]).toEqual(conditions[0])
    expect(said(conditions)).toBe('User is “ada” or Time at least “2026-01-01”')
  })

  it('that cannot be read is none', () => {
    expect(conditionsOf('{"expr": 5}')).toEqual([])
    expect(conditionsOf('nonsense')).toEqual([])
    expect(whereOf([], columns, true)).toBeUndefined()
  })
})

describe('a file', () => {
  it('has a name that every system takes', () => {
    expect(fileName('Seen: a/b?')).toBe('Seen_ a_b_.csv')
    expect(fileName('///')).toBe('_.csv')
  })

  it('that is refused tells its lines', () => {
    expect(linesOf({ errors: [{ field: '', detail: 'Line 2: no.' }] })).toEqual(['Line 2: no.'])
    expect(linesOf({ detail: 'x' })).toEqual([])
  })
})
