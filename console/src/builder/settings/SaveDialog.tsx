import { Button, Group, Modal, NativeSelect, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { foldersQuery } from '../../flows/flows'
import { placesFor } from '../../flows/tree'

/** What a flow is saved with, beside its cards. */
export interface Named {
  name: string
  description: string
  folder: string
  saveData: boolean
}

/** Asks for name, folder and description of a flow, and whether its data is kept. */
export function SaveDialog({ title, first, act, pending, error, close }: { title: string; first: Named; act: (named: Named) => void; pending: boolean; error: Error | null; close: () => void }) {
  const folders = useQuery(foldersQuery)
  const [typed, setTyped] = useState(first)
  const places = placesFor(folders.data ?? [])
  const folder = typed.folder || places[0]?.value || ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.name.trim() && folder) act({ ...typed, name: typed.name.trim(), folder })
  }
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required maxLength={255} data-autofocus value={typed.name} onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })} onFocus={(event) => event.currentTarget.select()} />
          <NativeSelect label="Folder" value={folder} data={places} onChange={(event) => setTyped({ ...typed, folder: event.currentTarget.value })} description={folders.data && places.length === 0 ? 'There is no folder yet: make one in the Workflows Console first.' : undefined} />
          <Textarea label="Description" autosize minRows={2} maxRows={8} maxLength={10000} value={typed.description} onChange={(event) => setTyped({ ...typed, description: event.currentTarget.value })} />
          <Switch label="Save all data that passes through the flow" checked={typed.saveData} onChange={(event) => setTyped({ ...typed, saveData: event.currentTarget.checked })} />
          {error && (
            <Text c="red" size="sm" role="alert" className="wrapped">
              {error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={pending} disabled={!typed.name.trim() || !folder}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
