import { ActionIcon, Group, Paper, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { find } from '../document'
import { useBuilder } from './builder'

const MOST = 30

/** Finds cards by title, fields and values; Enter goes from one to the next. */
export function FindBar({ close }: { close: () => void }) {
  const { document, jump, select } = useBuilder()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const hits = useMemo(() => (typed.trim() ? find(document, typed) : []), [document, typed])
  const go = (index: number) => {
    const hit = hits[index]
    if (!hit) return
    setAt(index)
    select(hit.at)
    jump(hit.at)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(at)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
  }
  return (
    <Paper className="builder-find" withBorder shadow="md" p="xs" role="search" aria-label="Find in the flow">
      <Group gap="xs" wrap="nowrap">
        <TextInput
          className="grows"
          size="xs"
          autoFocus
          aria-label="Find in the flow"
          placeholder="Title, field, value"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <ActionIcon variant="subtle" color="gray" aria-label="Close the search" onClick={close}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed" mt={4} role="status">
        {typed.trim() && (hits.length === 0 ? 'Nothing found' : hits.length === 1 ? '1 place' : `${hits.length} places${hits.length > MOST ? `, the first ${MOST} are shown` : ''}`)}
      </Text>
      <ul className="builder-hits">
        {hits.slice(0, MOST).map((hit, index) => (
          <li key={index}>
            <UnstyledButton className="builder-hit" aria-current={index === at || undefined} onClick={() => go(index)}>
              <Text size="sm" fw={600} dir="auto" className="clipped">
                {hit.title}
              </Text>
              <Text size="xs" c="dimmed" dir="auto" className="clipped">
                {hit.text}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
