import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { memo, useCallback, useRef, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { api, ask, Refused } from '../api/client'
import { useZone, type Zone } from '../time/zone'
import { cellOf, editable, entered, following, moved, resolution, shown, typeOf, type Cell, type Spot } from './cells'
import { Editor, LongText, type Editing } from './CellEditor'
import type { Choice, Column, Row } from './tables'
import './grid.css'

/** Somebody else has changed the same cell meanwhile. */
interface Conflict {
  row: Row
  column: Column
  mine: Cell
}

/** Where a cell is, whatever the order. */
function place(row: string, column: string): string {
  return `${row} ${column}`
}

/** Longer texts, and those of several lines, are edited in a window of their own. */
const LONG = 120

interface Props {
  tableId: string
  columns: Column[]
  rows: Row[]
  /** How many rows are before the first one. */
  before: number
  choice: Choice
  sort: (column: string) => void
  mayEdit: boolean
  chosen: ReadonlySet<string>
  choose: (ids: ReadonlySet<string>) => void
  /** A row as it is by now. */
  replace: (row: Row) => void
}

/** The rows of a table; arrows move, Enter or typing edits, Escape gives up, Tab goes on. */
export function Grid(props: Props) {
  const { columns, rows, mayEdit, chosen, choose, replace, tableId } = props
  const { zone } = useZone()
  const body = useRef<HTMLTableSectionElement>(null)
  const [spot, setSpot] = useState<Spot>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing>()
  const [long, setLong] = useState<Editing>()
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, Cell>>(new Map())
  const [conflict, setConflict] = useState<Conflict>()
  const [failure, setFailure] = useState<string>()
  // Each write waits for the one before, and goes by the newest version of its row.
  const writes = useRef<Promise<unknown>>(Promise.resolve())
  const newest = useRef(new Map<string, Row>())
  const at = { row: Math.min(spot.row, Math.max(0, rows.length - 1)), column: Math.min(spot.column, columns.length - 1) }

  const focus = useCallback((to: Spot) => {
    setSpot(to)
    body.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus()
  }, [])

  const held = (row: Row, column: Column): Cell => unsaved.get(place(row.id, column.name)) ?? (unsaved.has(place(row.id, column.name)) ? null : cellOf(row, column.name))

  const begin = (where: Spot, text?: string) => {
    const column = columns[where.column]
    const row = rows[where.row]
    if (!mayEdit || !column || !row) return
    setFailure(undefined)
    const type = typeOf(column)
    const begun = { spot: where, text: text ?? editable(held(row, column), type, zone) }
    setSpot(where)
    if (type === 'text' && (begun.text.length > LONG || begun.text.includes('\n'))) setLong(begun)
    else setEditing(begun)
  }

  const know = (row: Row) => {
    newest.current.set(row.id, row)
    replace(row)
  }

  /** Stores a cell; what somebody else wrote into the same cell meanwhile stays. */
  const store = async (id: string, column: Column, seen: Cell, mine: Cell, overwrite: boolean, shownRow: Row) => {
    const path = { id: tableId, rowId: id }
    const put = (version: number) =>
      ask(
        api.PUT('/api/hookline/v1/tables/{id}/rows/{rowId}', {
          params: { path, header: { 'If-Match': `"${version}"` } },
          body: { values: { [column.name]: mine } },
        }),
      )
    try {
      know(await put((newest.current.get(id) ?? shownRow).version))
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412) throw error
      // The row has changed: the cell decides whether anything would be overwritten.
      const now = await ask(api.GET('/api/hookline/v1/tables/{id}/rows/{rowId}', { params: { path } }))
      know(now)
      const what = overwrite ? 'again' : resolution(seen, cellOf(now, column.name), mine)
      if (what === 'again') know(await put(now.version))
      if (what === 'ask') setConflict({ row: now, column, mine })
    }
  }

  /** Shows a cell at once and stores it behind that; a refusal opens it again, as it was typed. */
  const write = (row: Row, column: Column, mine: Cell, text: string, overwrite = false) => {
    const seen = held(row, column)
    const key = place(row.id, column.name)
    setFailure(undefined)
    setUnsaved((before) => new Map(before).set(key, mine))
    const stored = writes.current.then(() => store(row.id, column, seen, mine, overwrite, row))
    writes.current = stored
      .catch((error: unknown) => {
        const mistake = error instanceof Error ? error.message : String(error)
        setFailure(`${column.name}: ${mistake}`)
        const again = { row: rows.findIndex((one) => one.id === row.id), column: columns.indexOf(column) }
        setEditing((other) => other ?? { spot: again, text, mistake })
      })
      .finally(() =>
        setUnsaved((before) => {
          const after = new Map(before)
          // A later one of the same cell is still on its way.
          if (after.get(key) === mine) after.delete(key)
          return after
        }),
      )
  }

  const commit = (edit: Editing, next: Spot | undefined) => {
    const column = columns[edit.spot.column]
    const row = rows[edit.spot.row]
    if (!column || !row) return
    const type = typeOf(column)
    const read = entered(edit.text, type, zone)
    if ('mistake' in read) {
      if (long) setLong({ ...edit, mistake: read.mistake })
      else setEditing({ ...edit, mistake: read.mistake })
      return
    }
    const changed = edit.text !== editable(held(row, column), type, zone)
    // The cell is there again before it gets the focus, so that no key goes astray.
    flushSync(() => {
      setEditing(undefined)
      setLong(undefined)
    })
    if (next) focus(next)
    if (changed) write(row, column, read.value, edit.text)
  }

  const change = (where: Spot, mine: Cell) => {
    const column = columns[where.column]
    const row = rows[where.row]
    if (column && row) write(row, column, mine, mine === null ? '' : String(mine))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || event.altKey || !(event.target as HTMLElement).dataset.cell) return
    const ctrl = event.ctrlKey || event.metaKey
    const to = moved(at, event.key, ctrl, rows.length, columns.length)
    const type = columns[at.column] && typeOf(columns[at.column]!)
    if (to) {
      event.preventDefault()
      focus(to)
    } else if (ctrl) {
      return
    } else if (event.key === 'Enter' || event.key === 'F2') {
      event.preventDefault()
      begin(at)
    } else if (mayEdit && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault()
      change(at, null)
    } else if (mayEdit && type === 'boolean' && event.key === ' ') {
      event.preventDefault()
      change(at, held(rows[at.row]!, columns[at.column]!) !== true)
    } else if (mayEdit && event.key.length === 1 && type !== 'date' && type !== 'boolean') {
      event.preventDefault()
      begin(at, event.key)
    }
  }

  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id))
  const toggle = (ids: string[], on: boolean) => {
    const after = new Set(chosen)
    for (const id of ids) if (on) after.add(id)
      else after.delete(id)
    choose(after)
  }
  const actions = useRef({ begin, commit, setEditing, focus, toggle })
  actions.current = { begin, commit, setEditing, focus, toggle }

  return (
    <Stack gap="xs">
      {failure && (
        <Alert color="red" role="alert" variant="light" title="The cell was not changed" withCloseButton closeButtonLabel="Close" onClose={() => setFailure(undefined)}>
          <Text size="sm" className="wrapped">
            {failure}
          </Text>
        </Alert>
      )}
      <div className="grid-scroll">
        <table className="grid" role="grid" aria-label="Rows" aria-rowcount={-1} aria-readonly={!mayEdit} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th scope="col" className="grid-number">
                {mayEdit ? <Checkbox size="xs" aria-label="Choose all rows of this part" checked={all} onChange={(event) => toggle(rows.map((row) => row.id), event.currentTarget.checked)} /> : '#'}
              </th>
              {columns.map((column) => (
                <Head key={column.name} column={column} choice={props.choice} sort={props.sort} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => (
              <Line
                key={row.id}
                row={row}
                index={index}
                number={props.before + index + 1}
                columns={columns}
                zone={zone}
                mayEdit={mayEdit}
                chosen={chosen.has(row.id)}
                focused={at.row === index ? at.column : undefined}
                editing={editing?.spot.row === index ? editing : undefined}
                unsaved={unsaved}
                actions={actions}
                rows={rows.length}
              />
            ))}
          </tbody>
        </table>
      </div>
      {editing?.mistake && (
        <Text size="sm" c="red" role="alert" id="cell-mistake" className="wrapped">
          {editing.mistake}
        </Text>
      )}
      {long && (
        <LongText
          edit={long}
          column={columns[long.spot.column]!.name}
          change={(text) => setLong({ spot: long.spot, text })}
          save={() => commit(long, long.spot)}
          close={() => {
            setLong(undefined)
            focus(long.spot)
          }}
        />
      )}
      {conflict && (
        <Modal opened onClose={() => setConflict(undefined)} title="Somebody else has changed this cell" closeButtonProps={{ 'aria-label': 'Close' }}>
          <Stack gap="sm">
            <Text size="sm">
              Nothing was overwritten. The cell <b dir="auto">{conflict.column.name}</b> holds by now:
            </Text>
            <Text size="sm" className="grid-quoted" dir="auto">
              {shown(cellOf(conflict.row, conflict.column.name), typeOf(conflict.column), zone) || 'nothing'}
            </Text>
            <Text size="sm">You wrote:</Text>
            <Text size="sm" className="grid-quoted" dir="auto">
              {shown(conflict.mine, typeOf(conflict.column), zone) || 'nothing'}
            </Text>
            <Group>
              <Button data-autofocus variant="default" onClick={() => setConflict(undefined)}>
                Keep theirs
              </Button>
              <Button
                color="red"
                onClick={() => {
                  const { row, column, mine } = conflict
                  setConflict(undefined)
                  write(row, column, mine, String(mine ?? ''), true)
                }}
              >
                Write mine
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </Stack>
  )
}

function Head({ column, choice, sort }: { column: Column; choice: Choice; sort: (column: string) => void }) {
  const here = choice.sort === column.name
  const type = typeOf(column)
  return (
    <th scope="col" aria-sort={here ? (choice.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="grid-head" onClick={() => sort(column.name)}>
        <span className="clipped" dir="auto" title={column.name}>
          {column.name}
        </span>
        {here && (choice.descending ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
      </button>
      <span className="grid-type">
        {type === 'boolean' ? 'true/false' : type}
        {column.index === 'unique' ? ', unique' : column.index === 'plain' ? ', index' : ''}
      </span>
    </th>
  )
}

interface LineProps {
  row: Row
  index: number
  number: number
  columns: Column[]
  zone: Zone
  mayEdit: boolean
  chosen: boolean
  focused?: number
  editing?: Editing
  unsaved: ReadonlyMap<string, Cell>
  rows: number
  actions: { current: Actions }
}

interface Actions {
  begin: (where: Spot, text?: string) => void
  commit: (edit: Editing, next: Spot | undefined) => void
  setEditing: (edit: Editing | undefined) => void
  focus: (to: Spot) => void
  toggle: (ids: string[], on: boolean) => void
}

/** One row; drawn again only when something of it changes. */
const Line = memo(function Line({ row, index, number, columns, zone, mayEdit, chosen, focused, editing, unsaved, rows, actions }: LineProps) {
  return (
    <tr aria-rowindex={number + 1} aria-selected={mayEdit ? chosen : undefined}>
      <th scope="row" className="grid-number">
        {mayEdit ? (
          <Checkbox size="xs" aria-label={`Choose row ${number}`} checked={chosen} onChange={(event) => actions.current.toggle([row.id], event.currentTarget.checked)} />
        ) : (
          number.toLocaleString()
        )}
      </th>
      {columns.map((column, at) => {
        const spot = { row: index, column: at }
        const type = typeOf(column)
        if (editing?.spot.column === at) {
          return (
            <td key={column.name} role="gridcell" className="grid-editing">
              <Editor
                label={`${column.name} of row ${number}`}
                type={type}
                edit={editing}
                change={(text) => actions.current.setEditing({ spot, text })}
                commit={(next) => actions.current.commit(editing, next)}
                cancel={() => {
                  flushSync(() => actions.current.setEditing(undefined))
                  actions.current.focus(spot)
                }}
                next={(back) => following(spot, back, rows, columns.length)}
                below={index + 1 < rows ? { row: index + 1, column: at } : undefined}
              />
            </td>
          )
        }
        const waits = unsaved.has(place(row.id, column.name))
        const cell = waits ? (unsaved.get(place(row.id, column.name)) ?? null) : cellOf(row, column.name)
        const text = shown(cell, type, zone)
        return (
          <td
            key={column.name}
            role="gridcell"
            data-cell={`${index}-${at}`}
            className={`cell-${type}${waits ? ' grid-saving' : ''}`}
            tabIndex={focused === at ? 0 : -1}
            aria-busy={waits || undefined}
            title={text.length > 24 ? text.slice(0, 500) : undefined}
            dir={type === 'text' ? 'auto' : undefined}
            onClick={() => actions.current.focus(spot)}
            onDoubleClick={() => actions.current.begin(spot)}
          >
            {text === '' ? <span className="grid-blank">{cell === '' ? 'empty text' : ''}</span> : text}
          </td>
        )
      })}
    </tr>
  )
})
