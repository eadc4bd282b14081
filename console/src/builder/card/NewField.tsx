import { Button, Group, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { linkToNew, type CardAt } from '../document'
import { useBuilder } from '../page/builder'
import { create } from './edits'
import { TypeChoice } from './FieldMenu'
import type { Creation } from './form'
import { useDrop } from './useDrop'

/** Where a field is made: by a name and a type, or by dropping an output. */
export function NewField({ at, side, creation, title }: { at: CardAt; side: 'input' | 'output'; creation: Creation; title: string }) {
  const { change, readOnly } = useBuilder()
  const [asking, setAsking] = useState(false)
  const drop = useDrop(
    side === 'input' && !readOnly ? ({ source, name }) => change(`Create ${name}`, (before, ids) => linkToNew(before, source, at, ids, creation.ownGroup ? creation.group || ids.next() : creation.group).document) : undefined,
  )
  if (readOnly) return null
  if (!asking) {
    const words = side === 'input' ? 'Click or drop here to create' : 'Click here to create'
    return (
      <UnstyledButton className="new-field" fz="xs" onClick={() => setAsking(true)} aria-label={title ? `${words} in ${title}` : undefined} {...drop}>
        {words}
      </UnstyledButton>
    )
  }
  return <Asking at={at} side={side} creation={creation} close={() => setAsking(false)} />
}

function Asking({ at, side, creation, close }: { at: CardAt; side: 'input' | 'output'; creation: Creation; close: () => void }) {
  const { change } = useBuilder()
  const [key, setKey] = useState('')
  const [type, setType] = useState(creation.type ?? 'string')
  const [list, setList] = useState(creation.list)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const name = key.trim()
        if (!name) return
        change(`Create ${name}`, (before, ids) => create(before, at, side, creation, { key: name, type, list }, ids))
        setKey('')
        close()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          close()
        }
      }}
    >
      <Stack gap={6}>
        <TextInput label="Name" size="xs" autoFocus description={creation.help || undefined} value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        {creation.type === undefined && (
          <TypeChoice
            type={type}
            list={list}
            set={(nextType, nextList) => {
              setType(nextType)
              setList(nextList)
            }}
          />
        )}
        <Group gap={6}>
          <Button type="submit" size="compact-xs" disabled={key.trim() === ''}>
            Create
          </Button>
          <Button size="compact-xs" variant="default" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
