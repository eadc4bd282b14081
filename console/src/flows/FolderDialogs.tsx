import { Button, Group, Menu, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Confirm } from '../shown/Confirm'
import { download, refreshFlows, type Folder } from './flows'
import { placesFor } from './tree'

type Asked = 'create' | 'edit' | 'delete'

/** What can be done with a folder, or, without one, at the top. */
export function FolderActions({ folder, folders }: { folder?: Folder; folders: Folder[] }) {
  const mayManage = useMay('manage_flows')
  const [asked, ask_] = useState<Asked>()
  const leave = useMutation({
    mutationFn: async (one: Folder) => download(one.name, await ask(api.GET('/api/hookline/v1/folders/{id}/export', { params: { path: { id: one.id } } }))),
  })
  if (!folder && !mayManage) return null
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} loading={leave.isPending}>
            Folder
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayManage && <Menu.Item onClick={() => ask_('create')}>{folder ? 'Create new subfolder' : 'Create new folder'}</Menu.Item>}
          {folder && mayManage && <Menu.Item onClick={() => ask_('edit')}>Rename or move</Menu.Item>}
          {folder && <Menu.Item onClick={() => leave.mutate(folder)}>Export</Menu.Item>}
          {folder && mayManage && <Menu.Item onClick={() => ask_('delete')}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {leave.error && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {leave.error.message}
        </Text>
      )}
      {asked === 'delete' && folder && <DeleteFolder folder={folder} close={() => ask_(undefined)} />}
      {(asked === 'create' || (asked === 'edit' && folder)) && (
        <FolderForm key={asked} folder={asked === 'edit' ? folder : undefined} inside={asked === 'create' ? folder : undefined} folders={folders} close={() => ask_(undefined)} />
      )}
    </>
  )
}

function FolderForm({ folder, inside, folders, close }: { folder?: Folder; inside?: Folder; folders: Folder[]; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(folder?.name ?? '')
  const [description, setDescription] = useState(folder?.description ?? '')
  const [parent, setParent] = useState((folder ? folder.parent?.id : inside?.id) ?? '')
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description, parent: parent ? { id: parent } : null }
      return folder ? ask(api.PUT('/api/hookline/v1/folders/{id}', { params: { path: { id: folder.id } }, body })) : ask(api.POST('/api/hookline/v1/folders', { body }))
    },
    onSuccess: (saved) => {
      refreshFlows(queries)
      close()
      if (!folder) void navigate({ to: '/flows', search: { folder: saved.id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) save.mutate()
  }
  return (
    <Modal opened onClose={close} title={folder ? 'Rename or move the folder' : inside ? 'Create new subfolder' : 'Create new folder'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required maxLength={255} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea label="Description" autosize minRows={1} maxRows={6} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <NativeSelect
            label="Inside of"
            value={parent}
            onChange={(event) => setParent(event.currentTarget.value)}
            data={[{ value: '', label: 'Nothing: at the top' }, ...placesFor(folders, folder?.id)]}
          />
          {save.error && (
            <Text c="red" size="sm" role="alert" className="wrapped">
              {save.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
              {folder ? 'Save' : 'Create'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function DeleteFolder({ folder, close }: { folder: Folder; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <Confirm
      title="Delete the folder"
      close={close}
      act={() => ask(api.DELETE('/api/hookline/v1/folders/{id}', { params: { path: { id: folder.id } } }))}
      done={() => {
        refreshFlows(queries)
        return navigate({ to: '/flows', search: { folder: folder.parent?.id } })
      }}
    >
      “{folder.name}” is deleted. Only an empty folder can be: move or delete what lies in it first.
    </Confirm>
  )
}
