import { ActionIcon, Alert, Button, Checkbox, Fieldset, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { changeOf, draftOf, mistakes, removed, type Draft, type TableDraft } from './settings-draft'
import { foldersQuery, type Table } from './tables'

const TYPES = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True/False' },
  { value: 'date', label: 'Date & Time' },
]

const INDEXES = [
  { value: 'none', label: 'No index' },
  { value: 'plain', label: 'Index' },
  { value: 'unique', label: 'Unique' },
]

/** Name, columns, indexes, unique keys, and how long rows stay. */
export function Settings({ table, close }: { table: Table; close: () => void }) {
  const queries = useQueryClient()
  const folders = useQuery(foldersQuery)
  const [draft, setDraft] = useState<TableDraft>(() => draftOf(table))
  const [tried, setTried] = useState(false)
  const wrong = tried ? mistakes(draft) : {}
  const set = (more: Partial<TableDraft>) => setDraft((before) => ({ ...before, ...more }))
  const column = (at: number, more: Partial<Draft>) => set({ columns: draft.columns.map((one, index) => (index === at ? { ...one, ...more } : one)) })
  const gone = removed(table, draft)
  const save = useMutation({
    mutationFn: () => ask(api.PUT('/api/hookline/v1/tables/{id}', { params: { path: { id: table.id } }, body: changeOf(draft) })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['tables'] })
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(mistakes(draft)).length === 0) save.mutate()
  }
  const move = (at: number, by: number) => {
    const columns = [...draft.columns]
    const [one] = columns.splice(at, 1)
    columns.splice(at + by, 0, one!)
    set({ columns })
  }
  const names = draft.columns.map((one) => one.name.trim()).filter(Boolean)

  return (
    <Modal opened onClose={close} title="Columns and settings" size="70rem" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Group align="flex-start" grow preventGrowOverflow={false}>
            <TextInput label="Table name" required data-autofocus value={draft.name} error={wrong.name} onChange={(event) => set({ name: event.currentTarget.value })} />
            <NativeSelect
              label="Folder"
              value={draft.folder}
              onChange={(event) => set({ folder: event.currentTarget.value })}
              data={(folders.data ?? (table.folder ? [table.folder] : [])).map((one) => ({ value: one.id, label: one.name }))}
            />
            <TextInput
              label="Rows stay for days"
              description="After their last change; empty for ever"
              inputMode="numeric"
              value={draft.keepDays}
              error={wrong.keepDays}
              onChange={(event) => set({ keepDays: event.currentTarget.value })}
            />
          </Group>
          <Textarea label="Description" autosize minRows={1} maxRows={5} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} />
          <Fieldset legend="Columns">
            <Stack gap="sm">
              {draft.columns.map((one, index) => {
                const number = index + 1
                return (
                  <Group key={index} align="flex-start" gap="xs">
                    <TextInput
                      className="grows"
                      label={`Name of column ${number}`}
                      dir="auto"
                      readOnly={one.known}
                      description={one.known ? 'Rows go by it, so it stays' : undefined}
                      value={one.name}
                      error={wrong[`column ${index}`]}
                      onChange={(event) => column(index, { name: event.currentTarget.value })}
                    />
                    <NativeSelect
                      w={160}
                      label={`Type of column ${number}`}
                      disabled={one.known && table.rowCount > 0}
                      description={one.known && table.rowCount > 0 ? 'It has rows' : undefined}
                      value={one.type}
                      onChange={(event) => column(index, { type: event.currentTarget.value as Draft['type'] })}
                      data={TYPES}
                    />
                    <NativeSelect w={160} label={`Index of column ${number}`} value={one.index} onChange={(event) => column(index, { index: event.currentTarget.value as Draft['index'] })} data={INDEXES} />
                    <TextInput
                      w={175}
                      label={`Default of column ${number}`}
                      value={one.standard}
                      error={wrong[`default ${index}`]}
                      onChange={(event) => column(index, { standard: event.currentTarget.value })}
                    />
                    <Group gap={4} pt={25}>
                      <ActionIcon variant="default" size={36} aria-label={`Move column ${number} up`} disabled={index === 0} onClick={() => move(index, -1)}>
                        <IconArrowUp size={16} aria-hidden />
                      </ActionIcon>
                      <ActionIcon variant="default" size={36} aria-label={`Move column ${number} down`} disabled={index === draft.columns.length - 1} onClick={() => move(index, 1)}>
                        <IconArrowDown size={16} aria-hidden />
                      </ActionIcon>
                      <ActionIcon
                        variant="default"
                        size={36}
                        aria-label={`Remove column ${number}`}
                        disabled={draft.columns.length === 1}
                        onClick={() => set({ columns: draft.columns.filter((_, at) => at !== index) })}
                      >
                        <IconTrash size={16} aria-hidden />
                      </ActionIcon>
                    </Group>
                  </Group>
                )
              })}
              <Group>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlus size={14} aria-hidden />}
                  onClick={() => set({ columns: [...draft.columns, { name: '', type: 'text', index: 'none', standard: '', known: false }] })}
                >
                  Add a column
                </Button>
              </Group>
            </Stack>
          </Fieldset>
          <Fieldset legend="Unique together">
            <Stack gap="sm">
              <Text size="sm" c="dimmed">
                No two rows hold the same values in all columns of a key. Upsert Row can find a row by it.
              </Text>
              {draft.keys.map((key, index) => (
                <Group key={index} align="flex-start" gap="xs" wrap="nowrap">
                  <Checkbox.Group
                    className="grows"
                    label={`Key ${index + 1}`}
                    value={key}
                    error={wrong[`key ${index}`]}
                    onChange={(value) => set({ keys: draft.keys.map((one, at) => (at === index ? value : one)) })}
                  >
                    <Group gap="sm" mt={4}>
                      {names.map((name) => (
                        <Checkbox key={name} value={name} label={<span dir="auto">{name}</span>} />
                      ))}
                    </Group>
                  </Checkbox.Group>
                  <ActionIcon variant="default" size={36} aria-label={`Remove key ${index + 1}`} onClick={() => set({ keys: draft.keys.filter((_, at) => at !== index) })}>
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Group>
              ))}
              {draft.keys.length < 4 && (
                <Group>
                  <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set({ keys: [...draft.keys, []] })}>
                    Add a unique key
                  </Button>
                </Group>
              )}
            </Stack>
          </Fieldset>
          {gone.length > 0 && (
            <Alert color="orange" variant="light" title={gone.length === 1 ? 'A column goes with what rows hold there' : 'Columns go with what rows hold there'}>
              <Text size="sm" className="wrapped" dir="auto">
                {gone.join(', ')}
              </Text>
            </Alert>
          )}
          {save.error && (
            <Alert color="red" role="alert" variant="light" title="Nothing was changed">
              <Text size="sm" className="wrapped">
                {save.error.message}
              </Text>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save settings
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            {save.isPending && (
              <Text size="sm" c="dimmed" role="status">
                An index of a large table takes a while.
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
