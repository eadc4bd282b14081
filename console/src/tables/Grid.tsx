import { Alert, Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { memo, useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { api, ask, Refused } from '../api/client'
import { useZone, type Zone } from '../time/zone'
import { cellOf, editable, entered, following, moved, resolution, shown, typeOf, type Cell, type Spot } from './cells'
import type { Choice, Column, Row } from './tables'
import './grid.css'

/** A cell that is being written, as it is typed. */
interface Editing {
  spot: Spot
  text: string
  mistake?: string
}

/** Somebody else has changed the same cell meanwhile. */
interface Conflict {
  row: Row
  column: Column
  mine: Cell
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
  const queries = useQueryClient()
  const body = useRef<HTMLTableSectionElement>(null)
  const [spot, setSpot] = useState<Spot>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing>()
  const [long, setLong] = useState<Editing>()
  const [saving, setSaving] = useState<{ id: string; column: string }>()
  const [conflict, setConflict] = useState<Conflict>()
  const [failure, setFailure] = useState<string>()
  const at = { row: Math.min(spot.row, Math.max(0, rows.length - 1)), column: Math.min(spot.column, columns.length - 1) }

  const focus = useCallback((to: Spot) => {
    setSpot(to)
    body.current?.querySelector<HTMLElement>(`[data-cell="${to.row}-${to.column}"]`)?.focus()
  }, [])

  const begin = (where: Spot, text?: string) => {
    const column = columns[where.column]
    const row = rows[where.row]
    if (!mayEdit || !column || !row || saving) return
    setFailure(undefined)
    const now = cellOf(row, column.name)
    const type = typeOf(column)
    const begun = { spot: where, text: text ?? editable(now, type, zone) }
    setSpot(where)
    if (type === 'text' && (begun.text.length > LONG || begun.text.includes('\n'))) setLong(begun)
    else setEditing(begun)
  }

  const write = async (row: Row, column: Column, mine: Cell, overwrite = false): Promise<boolean> => {
    const path = { id: tableId, rowId: row.id }
    const put = (version: number) =>
      ask(
        api.PUT('/api/hookline/v1/tables/{id}/rows/{rowId}', {
          params: { path, header: { 'If-Match': `"${version}"` } },
          body: { values: { [column.name]: mine } },
        }),
      )
    setSaving({ id: row.id, column: column.name })
    setFailure(undefined)
    try {
      replace(await put(row.version))
      return true
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412) throw error
      // The row has changed: the cell decides whether anything would be overwritten.
      const now = await ask(api.GET('/api/hookline/v1/tables/{id}/rows/{rowId}', { params: { path } }))
      replace(now)
      const what = overwrite ? 'again' : resolution(cellOf(row, column.name), cellOf(now, column.name), mine)
      if (what === 'again') replace(await put(now.version))
      if (what === 'ask') setConflict({ row: now, column, mine })
      return true
    } finally {
      setSaving(undefined)
    }
  }

  const commit = async (edit: Editing, next: Spot | undefined) => {
    const column = columns[edit.spot.column]!
    const row = rows[edit.spot.row]!
    const type = typeOf(column)
    const refused = (mistake: string) => (long ? setLong({ ...edit, mistake }) : setEditing({ ...edit, mistake }))
    const close = () => {
      setEditing(undefined)
      setLong(undefined)
      focus(next ?? edit.spot)
    }
    if (edit.text === editable(cellOf(row, column.name), type, zone)) return close()
    const read = entered(edit.text, type, zone)
    if ('mistake' in read) return refused(read.mistake)
    try {
      await write(row, column, read.value)
      close()
    } catch (error) {
      refused(error instanceof Error ? error.message : String(error))
    }
  }

  const change = (where: Spot, mine: Cell) => {
    const column = columns[where.column]
    const row = rows[where.row]
    if (!column || !row || saving) return
    write(row, column, mine).catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
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
      change(at, cellOf(rows[at.row]!, columns[at.column]!.name) !== true)
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
                saving={saving?.id === row.id ? saving.column : undefined}
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
          saving={Boolean(saving)}
          change={(text) => setLong({ spot: long.spot, text })}
          save={() => void commit(long, undefined)}
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
                  write(row, column, mine, true)
                    .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
                    .finally(() => void queries.invalidateQueries({ queryKey: ['tables', tableId, 'rows'] }))
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
  saving?: string
  rows: number
  actions: { current: Actions }
}

interface Actions {
  begin: (where: Spot, text?: string) => void
  commit: (edit: Editing, next: Spot | undefined) => Promise<void>
  setEditing: (edit: Editing | undefined) => void
  focus: (to: Spot) => void
  toggle: (ids: string[], on: boolean) => void
}

/** One row; drawn again only when something of it changes. */
const Line = memo(function Line({ row, index, number, columns, zone, mayEdit, chosen, focused, editing, saving, rows, actions }: LineProps) {
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
                commit={(next) => void actions.current.commit(editing, next)}
                cancel={() => {
                  actions.current.setEditing(undefined)
                  setTimeout(() => actions.current.focus(spot))
                }}
                next={(back) => following(spot, back, rows, columns.length)}
                below={index + 1 < rows ? { row: index + 1, column: at } : undefined}
              />
            </td>
          )
        }
        const cell = cellOf(row, column.name)
        const text = shown(cell, type, zone)
        return (
          <td
            key={column.name}
            role="gridcell"
            data-cell={`${index}-${at}`}
            className={`cell-${type}${saving === column.name ? ' grid-saving' : ''}`}
            tabIndex={focused === at ? 0 : -1}
            aria-busy={saving === column.name || undefined}
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

interface EditorProps {
  label: string
  type: ReturnType<typeof typeOf>
  edit: Editing
  change: (text: string) => void
  commit: (next: Spot | undefined) => void
  cancel: () => void
  next: (back: boolean) => Spot | undefined
  below?: Spot
}

function Editor({ label, type, edit, change, commit, cancel, next, below }: EditorProps) {
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null)
  const done = useRef(false)
  useEffect(() => {
    field.current?.focus()
    if (field.current && 'setSelectionRange' in field.current && type !== 'date' && type !== 'boolean') {
      const end = field.current.value.length
      field.current.setSelectionRange(end, end)
    }
  }, [type])
  useEffect(() => {
    if (edit.mistake) {
      done.current = false
      field.current?.focus()
    }
  }, [edit.mistake])
  const leave = (to: Spot | undefined) => {
    done.current = true
    commit(to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') {
      event.preventDefault()
      leave(below)
    } else if (event.key === 'Tab') {
      event.preventDefault()
      leave(next(event.shiftKey))
    } else if (event.key === 'Escape') {
      event.preventDefault()
      done.current = true
      cancel()
    }
  }
  const shared = {
    ref: field,
    className: 'grid-field',
    'aria-label': label,
    'aria-invalid': Boolean(edit.mistake),
    'aria-describedby': edit.mistake ? 'cell-mistake' : undefined,
    value: edit.text,
    onKeyDown,
    onBlur: () => {
      // Whoever clicks elsewhere means what they typed; a mistake keeps the field.
      if (!done.current && !edit.mistake) leave(edit.spot)
    },
  }
  if (type === 'boolean') {
    return (
      <select {...shared} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">blank</option>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    )
  }
  return (
    <input
      {...shared}
      type={type === 'date' ? 'datetime-local' : 'text'}
      step={type === 'date' ? '0.001' : undefined}
      inputMode={type === 'number' ? 'decimal' : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

interface LongProps {
  edit: Editing
  column: string
  saving: boolean
  change: (text: string) => void
  save: () => void
  close: () => void
}

/** A text in a window of its own; an object or a list is told from a mistake in one. */
function LongText({ edit, column, saving, change, save, close }: LongProps) {
  const looksLikeJson = /^\s*[[{]/.test(edit.text)
  let json: string | undefined
  if (looksLikeJson) {
    try {
      JSON.parse(edit.text)
      json = 'Well-formed JSON.'
    } catch (error) {
      json = `Not well-formed JSON: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return (
    <Modal opened onClose={close} title={column} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Textarea label="Text" autosize minRows={6} maxRows={20} data-autofocus dir="auto" value={edit.text} error={edit.mistake} description={json} onChange={(event) => change(event.currentTarget.value)} />
        <Group>
          <Button loading={saving} onClick={save}>
            Save
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
