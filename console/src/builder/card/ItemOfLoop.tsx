import { ActionIcon, Group, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTyped } from './typed'

interface Props {
  label: string
  path: string
  readOnly: boolean
  set: (path: string) => void
  remove: () => void
}

/** An input that each item of a loop gives: the whole item, or what it has under a key. */
export function ItemOfLoop({ label, path, readOnly, set, remove }: Props) {
  const typed = useTyped(path, set)
  return (
    <div className="source-pill" style={{ flexWrap: 'wrap', borderRadius: 'var(--mantine-radius-md)', padding: 6, gap: 6 }}>
      <Group gap={4} wrap="nowrap" className="grows">
        <NativeSelect
          size="xs"
          className="grows"
          aria-label={`What of each item ${label} takes`}
          disabled={readOnly}
          value={path === '' ? 'whole' : 'key'}
          onChange={(event) => set(event.currentTarget.value === 'whole' ? '' : label)}
          data={[
            { value: 'whole', label: 'Each whole item' },
            { value: 'key', label: 'One key of each item' },
          ]}
        />
        {!readOnly && (
          <ActionIcon size={24} variant="transparent" color="gray" aria-label={`Do not give items to ${label}`} onClick={remove}>
            <IconX size={12} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {path !== '' && (
        <TextInput size="xs" className="grows" aria-label={`Key of each item for ${label}`} readOnly={readOnly} value={typed.value} onChange={(event) => typed.set(event.currentTarget.value)} onBlur={typed.leave} />
      )}
    </div>
  )
}
