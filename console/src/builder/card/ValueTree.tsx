import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Json } from '../../shown/json'
import { added, as, at, kindOf, KINDS, movedBy, numberOf, removeAt, renamed, setAt, type Kind, type Path } from './tree'

interface Props {
  value: Json
  label: string
  change: (value: Json) => void
}

/** A value that is written part by part. */
export function ValueTree({ value, label, change }: Props) {
  return (
    <div role="group" aria-label={label}>
      <Members root={value} path={[]} label={label} change={change} />
    </div>
  )
}

function Members({ root, path, label, change }: { root: Json; path: Path; label: string; change: (value: Json) => void }) {
  const value = at(root, path)
  const list = Array.isArray(value)
  const members: [string | number, Json][] = list ? value.map((item, index) => [index, item]) : Object.entries((value ?? {}) as Record<string, Json>)
  return (
    <Stack gap={6} className={path.length > 0 ? 'value-tree-inner' : undefined}>
      {members.map(([step, item], index) => (
        // Renaming a key must not take the focus from its field, so that places are the identities.
        <Member key={index} root={root} path={[...path, step]} item={item} last={index === members.length - 1} list={list} label={label} change={change} />
      ))}
      <Group>
        <Button size="compact-xs" variant="default" leftSection={<IconPlus size={12} aria-hidden />} onClick={() => change(added(root, path))}>
          {list ? 'Add an item' : 'Add a key'}
          {path.length > 0 ? ` to ${path.join(' › ')}` : ''}
        </Button>
      </Group>
    </Stack>
  )
}

interface MemberProps {
  root: Json
  path: Path
  item: Json
  last: boolean
  list: boolean
  label: string
  change: (value: Json) => void
}

function Member({ root, path, item, last, list, change }: MemberProps) {
  const name = path.map((step) => (typeof step === 'number' ? `item ${step + 1}` : step)).join(' › ')
  const index = Number(path.at(-1))
  const kind = kindOf(item)
  return (
    <>
      <Group gap={4} wrap="nowrap" align="flex-start">
        {list ? <span className="value-tree-place">{index + 1}</span> : <Key name={name} root={root} path={path} change={change} />}
        <NativeSelect
          size="xs"
          w={104}
          aria-label={`Type of ${name}`}
          value={kind}
          data={KINDS}
          onChange={(event) => change(setAt(root, path, as(item, event.currentTarget.value as Kind)))}
        />
        <div className="grows">
          <Leaf name={name} kind={kind} item={item} change={(next) => change(setAt(root, path, next))} />
        </div>
        {list && (
          <>
            <ActionIcon variant="subtle" color="gray" aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => change(movedBy(root, path, -1))}>
              <IconArrowUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={`Move ${name} down`} disabled={last} onClick={() => change(movedBy(root, path, 1))}>
              <IconArrowDown size={14} aria-hidden />
            </ActionIcon>
          </>
        )}
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={() => change(removeAt(root, path))}>
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      </Group>
      {(kind === 'object' || kind === 'list') && <Members root={root} path={path} label={name} change={change} />}
    </>
  )
}

function Key({ name, root, path, change }: { name: string; root: Json; path: Path; change: (value: Json) => void }) {
  const key = String(path.at(-1))
  const [typed, setTyped] = useState<string>()
  const [mistake, setMistake] = useState<string>()
  const commit = () => {
    if (typed !== undefined) {
      const next = renamed(root, path, typed)
      if (next === undefined) {
        setMistake(`There is a key ${typed} already.`)
        return
      }
      if (next !== root) change(next)
    }
    setTyped(undefined)
    setMistake(undefined)
  }
  return (
    <TextInput
      size="xs"
      w={130}
      aria-label={`Key ${name}`}
      dir="auto"
      value={typed ?? key}
      error={mistake}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          commit()
        }
      }}
    />
  )
}

function Leaf({ name, kind, item, change }: { name: string; kind: Kind; item: Json; change: (value: Json) => void }) {
  const [typed, setTyped] = useState<string>()
  const [mistake, setMistake] = useState<string>()
  switch (kind) {
    case 'text':
      return <TextInput size="xs" aria-label={`Value of ${name}`} dir="auto" value={String(item)} onChange={(event) => change(event.currentTarget.value)} />
    case 'number':
      return (
        <TextInput
          size="xs"
          inputMode="decimal"
          aria-label={`Value of ${name}`}
          value={typed ?? String(item)}
          error={mistake}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            const read = numberOf(event.currentTarget.value, false)
            setMistake('mistake' in read ? read.mistake : undefined)
            if ('value' in read) change(read.value)
          }}
          onBlur={() => {
            if (!mistake) setTyped(undefined)
          }}
        />
      )
    case 'boolean':
      return (
        <NativeSelect
          size="xs"
          aria-label={`Value of ${name}`}
          value={String(item)}
          data={[
            { value: 'true', label: 'True' },
            { value: 'false', label: 'False' },
          ]}
          onChange={(event) => change(event.currentTarget.value === 'true')}
        />
      )
    default:
      return null
  }
}
