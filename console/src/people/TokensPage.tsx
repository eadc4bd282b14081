import { Button, Group, Modal, NativeSelect, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask, askPart, type Schemas } from '../api/client'
import type { Permission } from '../session/session'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { ChoosePermissions } from './Choose'
import { ConfirmButton } from '../shown/Confirm'
import { inWords } from './permissions'
import { ShownOnce } from './ShownOnce'
import './people.css'

type Token = Schemas['Token']

/** Credentials of scripts and of systems that send events. */
export function TokensPage() {
  const queries = useQueryClient()
  const tokens = useInfiniteQuery({
    queryKey: ['tokens'],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/tokens', { params: { query: { limit: 100, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  })
  const people = useQuery({ queryKey: ['users', 'names'], queryFn: () => ask(api.GET('/api/hookline/v1/users', { params: { query: { limit: 1000 } } })) })
  const all = tokens.data?.pages.flatMap((part) => part.items) ?? []
  return (
    <Page title="API Tokens" about="Credentials of scripts, and of systems that send events. A token never has more permissions than the person who created it." actions={<CreateToken />}>
      {tokens.isPending && <Loading what="the tokens" />}
      {tokens.isError && <Failed error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.isSuccess && all.length === 0 && <Nothing title="No API tokens yet">Create one for each script, with the permissions that it needs.</Nothing>}
      {all.length > 0 && (
        <Table verticalSpacing="sm" className="as-cards" aria-label="API tokens">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col">May do</Table.Th>
              <Table.Th scope="col">Last used</Table.Th>
              <Table.Th scope="col">Expires</Table.Th>
              <Table.Th scope="col">End</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((token) => (
              <Row
                key={token.id}
                token={token}
                owner={people.data?.find((user) => user.id === token.owner)?.name ?? token.owner}
                revoked={() => void queries.invalidateQueries({ queryKey: ['tokens'] })}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {tokens.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={tokens.isFetchingNextPage} onClick={() => void tokens.fetchNextPage()}>
            Show more tokens
          </Button>
        </Group>
      )}
    </Page>
  )
}

function Row({ token, owner, revoked }: { token: Token; owner: string | null; revoked: () => void }) {
  const expired = token.expires !== null && Date.parse(token.expires) <= Date.now()
  return (
    <Table.Tr>
      <Table.Td maw={280}>
        <Text size="sm" fw={600} className="wrapped" dir="auto">
          {token.name}
        </Text>
        <Text size="xs" c="dimmed" className="wrapped" dir="auto">
          {token.kind === 'source' ? 'Sends events under this name' : owner ? `Of ${owner}` : 'Of the operator'}
        </Text>
      </Table.Td>
      <Table.Td maw={360} data-label="May do">
        <Text size="sm">{inWords(token.permissions)}</Text>
      </Table.Td>
      <Table.Td data-label="Last used">{token.lastUsed ? <Time at={token.lastUsed} /> : <Text size="sm" c="dimmed">Never</Text>}</Table.Td>
      <Table.Td data-label="Expires">
        {token.expires === null ? (
          <Text size="sm" c="dimmed">
            Never
          </Text>
        ) : (
          <Stack gap={4} align="flex-start">
            <Time at={token.expires} />
            {expired && <State tone="bad">Expired</State>}
          </Stack>
        )}
      </Table.Td>
      <Table.Td>
        <ConfirmButton label="Revoke" title={`Revoke ${token.name}?`} act={() => ask(api.DELETE('/api/hookline/v1/tokens/{tokenId}', { params: { path: { tokenId: token.id } } }))} done={revoked}>
          Whatever uses this token is refused at once. This cannot be undone.
        </ConfirmButton>
      </Table.Td>
    </Table.Tr>
  )
}

const LIVES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
]

function CreateToken() {
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Token['kind']>('api')
  const [permissions, setPermissions] = useState<Permission[]>([])
  const [days, setDays] = useState('90')
  const create = useMutation({
    mutationFn: () => {
      const expires = days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : undefined
      return ask(api.POST('/api/hookline/v1/tokens', { body: { name: name.trim(), kind, permissions: kind === 'api' ? permissions : undefined, expires } }))
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['tokens'] }),
  })
  const begin = () => {
    create.reset()
    setName('')
    setKind('api')
    setPermissions([])
    setDays('90')
    open()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  const ready = name.trim() !== '' && (kind === 'source' || permissions.length > 0)
  return (
    <>
      <Button onClick={begin} leftSection={<IconPlus size={16} aria-hidden />}>
        Create token
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={create.data ? `Token ${create.data.name}` : 'Create token'}
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={!create.data}
        closeOnEscape={!create.data}
      >
        {create.data ? (
          <Stack>
            <ShownOnce secret={create.data.token} label="API token">
              Keep it where secrets are kept. Requests bear it in the header “Authorization: SSWS …”.
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
                description={kind === 'source' ? 'Becomes the source of its events.' : 'What uses it, for example “nightly export”.'}
                required
                maxLength={255}
                data-autofocus
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <SegmentedControl
                aria-label="What it is for"
                value={kind}
                onChange={(value) => setKind(value as Token['kind'])}
                data={[
                  { value: 'api', label: 'A script' },
                  { value: 'source', label: 'A source of events' },
                ]}
              />
              <NativeSelect label="Expires" data={LIVES} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
              {kind === 'api' ? (
                <ChoosePermissions chosen={permissions} choose={setPermissions} />
              ) : (
                <Text size="sm" c="dimmed">
                  It may send events and do nothing else.
                </Text>
              )}
              {create.error && (
                <Text c="red" size="sm" role="alert" className="wrapped">
                  {create.error.message}
                </Text>
              )}
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={create.isPending} disabled={!ready}>
                  Create
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  )
}
