import { Button, Group, Modal, Stack, Table, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { SessionContext, type Permission } from '../session/session'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { ChoosePermissions } from './Choose'
import { ConfirmButton } from '../shown/Confirm'
import { rolesQuery, type Role } from './people'
import { covers, inWords } from './permissions'
import './people.css'

type Draft = Pick<Role, 'name' | 'description' | 'permissions'> & { id?: string }

/** Bundles of permissions that people are given. */
export function RolesPage() {
  const roles = useQuery(rolesQuery)
  const queries = useQueryClient()
  const own = useContext(SessionContext).permissions ?? []
  const [edited, setEdited] = useState<Draft>()
  const changed = () => void queries.invalidateQueries({ queryKey: ['roles'] })
  return (
    <Page
      title="Roles"
      about="What people may do is decided by their roles. A change counts at once, for everybody who has the role."
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited({ name: '', description: '', permissions: [] })}>
          Create role
        </Button>
      }
    >
      {roles.isPending && <Loading what="the roles" />}
      {roles.isError && <Failed error={roles.error} retry={() => void roles.refetch()} />}
      {roles.data && (
        <Table verticalSpacing="sm" className="as-cards" aria-label="Roles">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col">May do</Table.Th>
              <Table.Th scope="col">Change</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {roles.data.map((role) => (
              <Table.Tr key={role.id}>
                <Table.Td maw={300}>
                  <Text size="sm" fw={600} className="wrapped" dir="auto">
                    {role.name}
                  </Text>
                  <Text size="xs" c="dimmed" className="wrapped" dir="auto">
                    {role.description}
                  </Text>
                </Table.Td>
                <Table.Td maw={460} data-label="May do">
                  <Text size="sm">{inWords(role.permissions)}</Text>
                </Table.Td>
                <Table.Td>
                  {role.builtIn || !covers(own, role.permissions) ? (
                    <Text size="sm" c="dimmed">
                      {role.builtIn ? 'Built in' : 'May do more than you'}
                    </Text>
                  ) : (
                    <Group gap="xs" wrap="nowrap">
                      <Button variant="default" size="xs" onClick={() => setEdited(role)} aria-label={`Edit ${role.name}`}>
                        Edit
                      </Button>
                      <ConfirmButton label="Delete" title={`Delete the role ${role.name}?`} act={() => ask(api.DELETE('/api/hookline/v1/roles/{id}', { params: { path: { id: role.id } } }))} done={changed}>
                        Only a role that nobody has can be deleted.
                      </ConfirmButton>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {edited && (
        <EditRole
          draft={edited}
          close={() => setEdited(undefined)}
          saved={() => {
            setEdited(undefined)
            changed()
          }}
        />
      )}
    </Page>
  )
}

function EditRole({ draft, close, saved }: { draft: Draft; close: () => void; saved: () => void }) {
  const [name, setName] = useState(draft.name)
  const [description, setDescription] = useState(draft.description)
  const [permissions, setPermissions] = useState<Permission[]>(draft.permissions)
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description: description.trim(), permissions }
      return draft.id
        ? ask(api.PUT('/api/hookline/v1/roles/{id}', { params: { path: { id: draft.id } }, body }))
        : ask(api.POST('/api/hookline/v1/roles', { body }))
    },
    onSuccess: saved,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={close} size="lg" title={draft.id ? 'Edit role' : 'Create role'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required maxLength={200} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea label="Description" maxLength={1000} autosize minRows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <ChoosePermissions chosen={permissions} choose={setPermissions} />
          {save.error && (
            <Text c="red" size="sm" role="alert" className="wrapped">
              {save.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || permissions.length === 0}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
