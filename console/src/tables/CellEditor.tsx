import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import type { Spot, typeOf } from './cells'

/** A cell that is being written, as it is typed. */
export interface Editing {
  spot: Spot
  text: string
  mistake?: string
}

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

/** A cell as a field of its type: Enter and Tab go on, Escape gives up. */
export function Editor({ label, type, edit, change, commit, cancel, next, below }: EditorProps) {
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
      leave(below ?? edit.spot)
    } else if (event.key === 'Tab') {
      event.preventDefault()
      leave(next(event.shiftKey) ?? edit.spot)
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
      if (!done.current && !edit.mistake) leave(undefined)
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
  change: (text: string) => void
  save: () => void
  close: () => void
}

/** A text in a window of its own; an object or a list is told from a mistake in one. */
export function LongText({ edit, column, change, save, close }: LongProps) {
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
          <Button onClick={save}>
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
