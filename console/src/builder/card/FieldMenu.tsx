import { ActionIcon, Button, Group, Menu, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { IconDotsVertical } from '@tabler/icons-react'
import { useState } from 'react'
import { clearInput, moveField, removeField, renameField, retypeField, typeName, TYPES, methodIn, type CardAt, type Document, type FieldAt } from '../document'
import { fieldsOf } from '../../flows/cards/document'
import { isHidden } from './form'
import { useBuilder } from '../page/builder'
import type { FormField } from './form'

/** What can be done with a field: of those that whoever builds the flow made, nearly everything. */
export function FieldMenu(props: { at: CardAt; side: 'input' | 'output'; field: FormField }) {
  const { readOnly } = useBuilder()
  const [wanted, setWanted] = useState(false)
  const { field, side } = props
  if (readOnly || field.id === undefined || (!field.custom && !field.stale && side === 'output')) return null
  if (wanted) return <Opened {...props} id={field.id} />
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label={`More for ${field.label}`} aria-haspopup="menu" onClick={() => setWanted(true)}>
      <IconDotsVertical size={14} aria-hidden />
    </ActionIcon>
  )
}

function Opened({ at, side, field, id }: { at: CardAt; side: 'input' | 'output'; field: FormField; id: string }) {
  const { change } = useBuilder()
  const [asking, setAsking] = useState(false)
  const fieldAt: FieldAt = { ...at, side, field: id }
  return (
    <>
      <Menu defaultOpened position="bottom-end" withinPortal shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={`More for ${field.label}`}>
            <IconDotsVertical size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {side === 'input' && <Menu.Item onClick={() => change(`Clear ${field.label}`, (before) => clearInput(before, fieldAt))}>Clear</Menu.Item>}
          {field.custom && <Menu.Item onClick={() => setAsking(true)}>Rename or change type</Menu.Item>}
          {field.custom && <Menu.Item onClick={() => change(`Move ${field.label}`, (before) => moveBy(before, fieldAt, -1))}>Move up</Menu.Item>}
          {field.custom && <Menu.Item onClick={() => change(`Move ${field.label}`, (before) => moveBy(before, fieldAt, 1))}>Move down</Menu.Item>}
          {(field.custom || field.stale) && <Menu.Item onClick={() => change(`Remove ${field.label}`, (before) => removeField(before, fieldAt))}>Remove</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asking && <Changing at={fieldAt} field={field} close={() => setAsking(false)} />}
    </>
  )
}

/** Name and type of a field. Links to it stay; they go by its id. */
function Changing({ at, field, close }: { at: FieldAt; field: FormField; close: () => void }) {
  const { change } = useBuilder()
  const [key, setKey] = useState(field.key)
  const [type, setType] = useState(typeof field.value.type === 'string' ? field.value.type : 'object')
  const [list, setList] = useState(field.value.collection)
  const structured = typeof field.value.type !== 'string'
  return (
    <Modal opened onClose={close} title={field.label} size="sm" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change(`Change ${field.label}`, (before) => {
            const named = key === field.key ? before : renameField(before, at, key)
            return type === (structured ? 'object' : field.value.type) && list === field.value.collection ? named : retypeField(named, at, { type, list })
          })
          close()
        }}
      >
        <Stack>
          <TextInput label="Name" required value={key} data-autofocus onChange={(event) => setKey(event.currentTarget.value)} />
          <TypeChoice type={type} list={list} set={(nextType, nextList) => {
            setType(nextType)
            setList(nextList)
          }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={key.trim() === ''}>
              Done
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** The types that a field can have, each also as a list. */
export function TypeChoice({ type, list, set }: { type: string; list: boolean; set: (type: string, list: boolean) => void }) {
  return (
    <NativeSelect
      label="Type"
      size="xs"
      value={`${type}${list ? '[]' : ''}`}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        set(chosen.replace('[]', ''), chosen.endsWith('[]'))
      }}
      data={[false, true].flatMap((collection) => TYPES.map((one) => ({ value: `${one}${collection ? '[]' : ''}`, label: typeName({ type: one, collection }) })))}
    />
  )
}

/** One place up or down among the fields that are shown. */
function moveBy(document: Document, at: FieldAt, by: 1 | -1): Document {
  const { model } = methodIn(document, at).node
  const shown = fieldsOf(at.side === 'input' ? model.inputs : model.outputs).filter((one) => !isHidden(one))
  const place = shown.findIndex((one) => one.id === at.field)
  if (place + by < 0 || place + by >= shown.length) return document
  return moveField(document, at, shown[by < 0 ? place - 1 : place + 2]?.id)
}
