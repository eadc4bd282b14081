import { entered, typeOf, type Cell } from './cells'
import type { Column, ColumnType, Table } from './tables'

/** A column as it is typed. */
export interface Draft {
  name: string
  type: ColumnType
  index: NonNullable<Column['index']>
  standard: string
  /** Whether the table has it already: then its name stays, because rows go by it. */
  known: boolean
}

/** A table as it is typed. */
export interface TableDraft {
  name: string
  description: string
  folder: string
  keepDays: string
  columns: Draft[]
  keys: string[][]
}

export function draftOf(table: Table): TableDraft {
  return {
    name: table.name,
    description: table.description ?? '',
    folder: table.folder?.id ?? '',
    keepDays: table.keepDays ? String(table.keepDays) : '',
    columns: table.columns.map((column) => ({
      name: column.name,
      type: typeOf(column),
      index: column.index ?? 'none',
      standard: column.default === null || column.default === undefined ? '' : String(column.default),
      known: true,
    })),
    keys: table.uniqueKeys,
  }
}

/** What is wrong, by the field's name: name, keepDays, column 0, default 0, key 0. */
export function mistakes(draft: TableDraft): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (draft.name.trim() === '') wrong.name = 'A table needs a name.'
  if (draft.keepDays.trim() !== '' && !/^[1-9]\d{0,3}$/.test(draft.keepDays.trim())) wrong.keepDays = 'Write a number of days from 1 to 3650, or nothing for ever.'
  if (Number(draft.keepDays) > 3650) wrong.keepDays = 'At most 3650 days.'
  draft.columns.forEach((column, index) => {
    if (column.name.trim() === '') wrong[`column ${index}`] = 'A column needs a name.'
    else if (draft.columns.findIndex((other) => other.name.trim() === column.name.trim()) !== index) wrong[`column ${index}`] = 'A second column with this name.'
    const standard = standardOf(column)
    if ('mistake' in standard) wrong[`default ${index}`] = standard.mistake
  })
  draft.keys.forEach((key, index) => {
    if (key.length === 0) wrong[`key ${index}`] = 'Choose the columns that are unique together.'
    if (key.length > 4) wrong[`key ${index}`] = 'At most four columns.'
  })
  return wrong
}

function standardOf(column: Draft): { value: Cell } | { mistake: string } {
  return entered(column.standard, column.type, 'utc')
}

/** The change as the API takes it. */
export function changeOf(draft: TableDraft) {
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    folder: { id: draft.folder },
    keepDays: draft.keepDays.trim() === '' ? null : Number(draft.keepDays),
    columns: draft.columns.map((column) => {
      const standard = standardOf(column)
      return { name: column.name.trim(), type: column.type, index: column.index, default: 'value' in standard ? standard.value : null }
    }),
    // A key goes with its columns.
    uniqueKeys: draft.keys.map((key) => key.filter((name) => draft.columns.some((column) => column.name.trim() === name))).filter((key) => key.length > 0),
  }
}

/** Columns that rows would lose. */
export function removed(table: Table, draft: TableDraft): string[] {
  return table.columns.map((column) => column.name).filter((name) => !draft.columns.some((column) => column.known && column.name === name))
}
