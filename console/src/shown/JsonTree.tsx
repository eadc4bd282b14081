import { Box, Button, Group, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import { Copy } from './Copy'
import { copied, folded, isBranch, members, mentions, pathOf, type Json, type Step } from './json'
import './json-tree.css'

/** So many members are shown at once, and so many characters of a text. */
const MOST_MEMBERS = 100
const MOST_TEXT = 400

interface Shared {
  /** Further buttons of a leaf. */
  actions?: (steps: Step[], value: Json) => ReactNode
  /** Branches deeper than this are folded at first. */
  depth: number
  searched: string
}

/** A value as a tree: folds, finds, copies values and paths. */
export function JsonTree({
  value,
  label,
  depth = 2,
  search = false,
  actions,
}: {
  value: Json
  label: string
  depth?: number
  search?: boolean
  actions?: Shared['actions']
}) {
  const [typed, setTyped] = useState('')
  const searched = typed.trim().toLowerCase()
  const found = useMemo(() => searched === '' || mentions(value, searched), [value, searched])
  if (!isBranch(value)) return <Leaf value={value} steps={[]} shared={{ actions, depth, searched }} />
  return (
    <Box role="group" aria-label={label}>
      {search && (
        <Group gap="xs" mb="xs" wrap="nowrap">
          <TextInput
            size="xs"
            className="grows"
            leftSection={<IconSearch size={14} aria-hidden />}
            aria-label={`Search in ${label}`}
            placeholder="Find a name or a value"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Copy text={copied(value)} label={`Copy ${label}`} />
        </Group>
      )}
      {found ? (
        <Members value={value} steps={[]} shared={{ actions, depth, searched }} />
      ) : (
        <Text size="sm" c="dimmed" role="status">
          Not found.
        </Text>
      )}
    </Box>
  )
}

function Members({ value, steps, shared }: { value: Json[] | { [name: string]: Json }; steps: Step[]; shared: Shared }) {
  const [most, setMost] = useState(MOST_MEMBERS)
  const all = members(value).filter(
    ([name, inner]) => shared.searched === '' || String(name).toLowerCase().includes(shared.searched) || mentions(inner, shared.searched),
  )
  if (all.length === 0) return <Text size="xs" c="dimmed">{Array.isArray(value) ? 'An empty list' : 'An empty object'}</Text>
  return (
    <ul className="json">
      {all.slice(0, most).map(([name, inner]) => (
        <li key={name}>
          <Member name={name} value={inner} steps={[...steps, name]} shared={shared} />
        </li>
      ))}
      {all.length > most && (
        <li>
          <Button size="compact-xs" variant="default" onClick={() => setMost(most + MOST_MEMBERS)}>
            Show {Math.min(MOST_MEMBERS, all.length - most)} more of {all.length}
          </Button>
        </li>
      )}
    </ul>
  )
}

function Member({ name, value, steps, shared }: { name: Step; value: Json; steps: Step[]; shared: Shared }) {
  const [chosen, setChosen] = useState<boolean>()
  // A search opens what it finds.
  const open = chosen ?? (shared.searched !== '' || steps.length <= shared.depth)
  if (!isBranch(value) || members(value).length === 0) {
    return (
      <div className="json-row">
        <span className="json-name">{name}</span>
        <Leaf value={value} steps={steps} shared={shared} />
      </div>
    )
  }
  return (
    <>
      <div className="json-row">
        <UnstyledButton className="json-fold" aria-expanded={open} onClick={() => setChosen(!open)}>
          {open ? <IconChevronDown size={13} aria-hidden /> : <IconChevronRight size={13} aria-hidden />}
          <span className="json-name">{name}</span>
          <span className="json-count">{folded(value)}</span>
        </UnstyledButton>
        <span className="json-actions">
          <Copy text={copied(value)} label={`Copy the value of ${pathOf(steps)}`} />
          <Copy text={pathOf(steps)} label={`Copy the path ${pathOf(steps)}`} />
        </span>
      </div>
      {open && <Members value={value} steps={steps} shared={shared} />}
    </>
  )
}

function Leaf({ value, steps, shared }: { value: Json; steps: Step[]; shared: Shared }) {
  const [whole, setWhole] = useState(false)
  const text = isBranch(value) ? (Array.isArray(value) ? '[]' : '{}') : typeof value === 'string' ? value : String(value)
  const cut = !whole && text.length > MOST_TEXT
  const path = pathOf(steps)
  return (
    <span className="json-leaf">
      <span className={`json-value json-${value === null ? 'null' : typeof value}`} dir="auto">
        {typeof value === 'string' && text === '' ? <em>empty text</em> : cut ? text.slice(0, MOST_TEXT) + '…' : text}
      </span>
      {cut && (
        <Button size="compact-xs" variant="default" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString()} characters
        </Button>
      )}
      <span className="json-actions">
        <Copy text={copied(value)} label={path ? `Copy the value of ${path}` : 'Copy the value'} />
        {path && <Copy text={path} label={`Copy the path ${path}`} />}
        {shared.actions?.(steps, value)}
      </span>
    </span>
  )
}

