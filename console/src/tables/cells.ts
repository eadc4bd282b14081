import type { Zone } from '../time/zone'
import { shownTime } from '../time/zone'
import type { Column, ColumnType, Row } from './tables'

/** What a cell holds. */
export type Cell = string | number | boolean | null

/** A text as the column takes it, or why it does not. */
export type Entered = { value: Cell } | { mistake: string }

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

export function typeOf(column: Pick<Column, 'type'>): ColumnType {
  return column.type ?? 'text'
}

export function cellOf(row: Row, column: string): Cell {
  const value = (row.values as Record<string, unknown>)[column]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** How a cell reads. */
export function shown(cell: Cell, type: ColumnType, zone: Zone): string {
  if (cell === null) return ''
  if (type === 'date') return shownTime(String(cell), zone, !String(cell).endsWith('.000Z'))
  return String(cell)
}

/** A cell as its editor begins with it. */
export function editable(cell: Cell, type: ColumnType, zone: Zone): string {
  if (cell === null) return ''
  return type === 'date' ? dateField(String(cell), zone) : String(cell)
}

/** What somebody typed, as the column holds it. An empty field empties the cell. */
export function entered(text: string, type: ColumnType, zone: Zone): Entered {
  // An empty text is none: cells that say nothing are alike.
  if (text === '') return { value: null }
  if (type === 'text') return { value: text }
  const trimmed = text.trim()
  if (trimmed === '') return { value: null }
  if (type === 'number') {
    // As a text, so that no digit is lost on the way.
    return NUMBER.test(trimmed) ? { value: trimmed } : { mistake: `“${trimmed}” is no number. Write one such as 1250 or -0.5.` }
  }
  if (type === 'boolean') {
    const word = trimmed.toLowerCase()
    if (word === 'true' || word === 'yes') return { value: true }
    if (word === 'false' || word === 'no') return { value: false }
    return { mistake: `“${trimmed}” is neither true nor false.` }
  }
  const at = dateOf(trimmed, zone)
  return at ? { value: at } : { mistake: `“${trimmed}” is no date. Write one such as 2026-01-31 09:30.` }
}

/** A time as a date field takes it, without a zone. */
export function dateField(at: string, zone: Zone): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return at
  if (zone === 'utc') return date.toISOString().slice(0, 23)
  const pad = (number: number, size = 2) => String(number).padStart(size, '0')
  return (
    `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}` +
    `T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`
  )
}

/** A date that says its zone keeps it; any other is in the zone of the page. */
export function dateOf(text: string, zone: Zone): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (!match) return undefined
  const [, day, time = '00:00', own] = match
  const offset = own ? (/^(z|utc)$/i.test(own) ? 'Z' : own) : zone === 'utc' ? 'Z' : ''
  const date = new Date(`${day}T${time}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Where the grid's cursor is. */
export interface Spot {
  row: number
  column: number
}

/** Where a key leads to; nowhere when it is none that moves. */
export function moved(spot: Spot, key: string, ctrl: boolean, rows: number, columns: number): Spot | undefined {
  const within = (row: number, column: number) => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  })
  switch (key) {
    case 'ArrowUp':
      return within(ctrl ? 0 : spot.row - 1, spot.column)
    case 'ArrowDown':
      return within(ctrl ? rows - 1 : spot.row + 1, spot.column)
    case 'ArrowLeft':
      return within(spot.row, ctrl ? 0 : spot.column - 1)
    case 'ArrowRight':
      return within(spot.row, ctrl ? columns - 1 : spot.column + 1)
    case 'Home':
      return within(ctrl ? 0 : spot.row, 0)
    case 'End':
      return within(ctrl ? rows - 1 : spot.row, columns - 1)
    case 'PageUp':
      return within(spot.row - 10, spot.column)
    case 'PageDown':
      return within(spot.row + 10, spot.column)
    default:
      return undefined
  }
}

/** The next cell in the order of reading, or the one before; nowhere beyond the ends. */
export function following(spot: Spot, back: boolean, rows: number, columns: number): Spot | undefined {
  const at = spot.row * columns + spot.column + (back ? -1 : 1)
  return at < 0 || at >= rows * columns ? undefined : { row: Math.floor(at / columns), column: at % columns }
}

/** What to do when a row has changed while one of its cells was edited. */
export type Resolution = 'again' | 'same' | 'ask'

/** The cell decides: others of the row may change as they like. */
export function resolution(seen: Cell, now: Cell, mine: Cell): Resolution {
  if (String(now) === String(mine)) return 'same'
  return String(now) === String(seen) ? 'again' : 'ask'
}
