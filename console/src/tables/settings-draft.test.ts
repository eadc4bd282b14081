import { describe, expect, it } from 'vitest'
import { changeOf, draftOf, mistakes, removed } from './settings-draft'
import type { Table } from './tables'

const table: Table = {
  id: 't',
  name: 'Seen',
  folder: { id: 'f', name: 'Data' },
  columns: [
    { name: 'User', type: 'text', index: 'plain', default: null },
    { name: 'Times', type: 'number', index: 'none', default: 1 },
  ],
  uniqueKeys: [['User', 'Times']],
  keepDays: 7,
  rowCount: 3,
}

describe('a table as it is typed', () => {
  it('goes back as it came', () => {
    const change = changeOf(draftOf(table))
    expect(change).toMatchObject({ name: 'Seen', keepDays: 7, folder: { id: 'f' }, uniqueKeys: [['User', 'Times']] })
    expect(change.columns[1]).toEqual({ name: 'Times', type: 'number', index: 'none', default: '1' })
    expect(mistakes(draftOf(table))).toEqual({})
  })

  it('says what is wrong where it is', () => {
    const draft = draftOf(table)
    draft.keepDays = '-1'
    draft.columns.push({ name: 'User', type: 'number', index: 'none', standard: 'many', known: false })
    draft.keys.push([])
    expect(Object.keys(mistakes(draft))).toEqual(['keepDays', 'column 2', 'default 2', 'key 1'])
  })

  it('loses a key with its columns, and says which values go', () => {
    const draft = draftOf(table)
    draft.columns = draft.columns.slice(1)
    expect(changeOf(draft).uniqueKeys).toEqual([['Times']])
    expect(removed(table, draft)).toEqual(['User'])
  })
})
