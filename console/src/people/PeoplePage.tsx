import { Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask, askPart, Refused } from '../api/client'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { ChooseRoles } from './Choose'
import { roleNames, rolesQuery, SIGN_IN, stateOf, type Role, type User } from './people'
import { ShownOnce } from './ShownOnce'
import './people.css'

/** Everybody who may sign in, with their roles. */
export function PeoplePage() {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const roles = useQuery(rolesQuery)
  const people = useInfiniteQuery({
    queryKey: ['users', q],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/users', { params: { query: { limit: 100, after: pageParam, q: q || undefined } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const all = people.data?.pages.flatMap((part) => part.items) ?? []
  return (
    <Page title="People" about="Who may sign in to this server, and what they may do." actions={<AddPerson roles={roles.data ?? []} />}>
      <TextInput aria-label="Search people by name" placeholder="Name" maw={320} leftSection={<IconSearch size={16} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {people.isPending && <Loading what="the people" />}
      {people.isError && <Failed error={people.error} retry={() => void people.refetch()} />}
      {people.isSuccess && all.length === 0 && <Nothing title="Nobody found">{q ? `Nobody's name contains “${q}”.` : 'Nobody has an account.'}</Nothing>}
      {all.length > 0 && (
        <Table verticalSpacing="sm" className="as-cards" aria-label="People">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col">Roles</Table.Th>
              <Table.Th scope="col">State</Table.Th>
              <Table.Th scope="col">Signs in by</Table.Th>
              <Table.Th scope="col">Last sign-in</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((user) => (
              <Row key={user.id} user={user} roles={roles.data} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {people.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            Show more people
          </Button>
        </Group>
      )}
    </Page>
  )
}

function Row({ user, roles }: { user: User; roles?: Role[] }) {
  const state = stateOf(user, Date.now())
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <PageLink to="/people/$userId" params={{ userId: user.id }} fw={600} className="wrapped" dir="auto" underline="hover">
          {user.name}
        </PageLink>
      </Table.Td>
      <Table.Td maw={280} data-label="Roles">
        <Text size="sm" className="wrapped" dir="auto">
          {roleNames(user.roles, roles)}
        </Text>
      </Table.Td>
      <Table.Td data-label="State">
        <State tone={state.tone}>{state.word}</State>
      </Table.Td>
      <Table.Td data-label="Signs in by">{user.signIn === 'identity_provider' ? SIGN_IN.identity_provider : SIGN_IN.password}</Table.Td>
      <Table.Td data-label="Last sign-in">{user.lastSignIn ? <Time at={user.lastSignIn} /> : <Text size="sm" c="dimmed">Never</Text>}</Table.Td>
    </Table.Tr>
  )
}

function AddPerson({ roles }: { roles: Role[] }) {
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const add = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/users', { body: { name: name.trim(), roles: chosen } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['users'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const begin = () => {
    add.reset()
    setName('')
    setChosen([])
    open()
  }
  const field = add.error instanceof Refused ? add.error.field : undefined
  return (
    <>
      <Button onClick={begin} leftSection={<IconPlus size={16} aria-hidden />}>
        Add person
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={add.data ? 'One-time password' : 'Add person'}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={!add.data}
        closeOnEscape={!add.data}
      >
        {add.data ? (
          <Stack>
            <ShownOnce secret={add.data.oneTimePassword} label="One-time password">
              Hand it to {add.data.name} on a safe way. It works for seven days and must be replaced at the first sign-in, at {location.origin}/console/.
            </ShownOnce>
            <Group justify="flex-end">
              <Button onClick={close}>Done</Button>
            </Group>
          </Stack>
        ) : (
          <form onSubmit={submit}>
            <Stack>
              <TextInput
                label="Name"
                description="By which they sign in, for example an e-mail address."
                required
                maxLength={200}
                data-autofocus
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <ChooseRoles roles={roles} chosen={chosen} choose={setChosen} />
              {add.error && (
                <Text c="red" size="sm" role="alert" className="wrapped" data-field={field}>
                  {add.error.message}
                </Text>
              )}
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={add.isPending} disabled={name.trim() === '' || chosen.length === 0}>
                  Add
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  )
}
