import { Button, Group, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, askPart } from '../api/client'
import { useMay } from '../session/session'
import { ButtonLink, PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { connectorOf, connectorsOf, connectorsQuery, stateOf, usersQuery, type Connection } from './connections'

/** All connections: how each fares, whose it is, and who uses it. */
export function ConnectionListPage() {
  const mayManage = useMay('manage_connections')
  const [typed, setTyped] = useState('')
  const [words] = useDebouncedValue(typed.trim().toLowerCase(), 150)
  const connectors = useQuery(connectorsQuery)
  const connections = useInfiniteQuery({
    queryKey: ['connections', 'list'],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/connections', { params: { query: { limit: 50, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  })
  const known = connectorsOf(connectors.data ?? [])
  const all = connections.data?.pages.flatMap((part) => part.items) ?? []
  const shown = all.filter((one) => `${one.name} ${connectorOf(known, one.connector).name} ${stateOf(one).word}`.toLowerCase().includes(words))
  const create = mayManage && (
    <ButtonLink to="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New Connection
    </ButtonLink>
  )
  return (
    <Page title="Connections" about="How flows reach other systems. Secrets go in and are never shown." actions={all.length > 0 && create}>
      {connections.isPending && <Loading what="the connections" />}
      {connections.isError && <Failed error={connections.error} retry={() => void connections.refetch()} />}
      {connections.isSuccess && all.length === 0 && (
        <Nothing title="No connections yet" action={create}>
          A connection says where another system is and how flows prove themselves there. Importing a flow makes those that it needs, empty.
        </Nothing>
      )}
      {all.length > 0 && (
        <>
          <TextInput
            maw={360}
            label="Find among those that are shown"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {shown.length === 0 && <Nothing title="No connection fits these words" />}
          {shown.length > 0 && (
                          <Table verticalSpacing="sm" aria-label="Connections" className="stacked">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">Name</Table.Th>
                    <Table.Th scope="col">Connects to</Table.Th>
                    <Table.Th scope="col">Health</Table.Th>
                    <Table.Th scope="col">Owner</Table.Th>
                    <Table.Th scope="col">Token expires</Table.Th>
                    <Table.Th scope="col">Used by</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {shown.map((one) => (
                    <Row key={one.id} connection={one} connector={connectorOf(known, one.connector).name} />
                  ))}
                </Table.Tbody>
              </Table>
          )}
        </>
      )}
      {connections.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={connections.isFetchingNextPage} onClick={() => void connections.fetchNextPage()}>
            Show more connections
          </Button>
        </Group>
      )}
    </Page>
  )
}

function Row({ connection, connector }: { connection: Connection; connector: string }) {
  const users = useQuery(usersQuery(connection.id))
  const { word, tone } = stateOf(connection)
  const first = users.data?.slice(0, 2) ?? []
  const more = (users.data?.length ?? 0) - first.length
  return (
    <Table.Tr>
      <Table.Td maw={320} data-label="Name">
        <div>
          <PageLink to="/connections/$connectionId" params={{ connectionId: connection.id }} fw={600} className="wrapped" dir="auto" underline="hover">
            {connection.name}
          </PageLink>
          {connection.baseUrl && (
            <Text size="xs" c="dimmed" className="wrapped">
              {connection.baseUrl}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label="Connects to">{connector}</Table.Td>
      <Table.Td maw={260} data-label="Health">
        <div>
          <State tone={tone}>{word}</State>
          {connection.health.status === 'failing' && connection.health.reason && (
            <Text size="xs" c="dimmed" className="wrapped" lineClamp={3}>
              {connection.health.reason}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td maw={160} data-label="Owner" className="wrapped" dir="auto">
        {connection.owner?.name ?? "–"}
      </Table.Td>
      <Table.Td data-label="Token expires">{connection.tokenExpiresAt ? <Time at={connection.tokenExpiresAt} /> : <Text size="sm" c="dimmed">–</Text>}</Table.Td>
      <Table.Td maw={240} data-label="Used by">
        <div>
          {users.isPending && <Text size="sm" c="dimmed">…</Text>}
          {users.data?.length === 0 && (
            <Text size="sm" c="dimmed">
              No flow
            </Text>
          )}
          {first.map((flow) => (
            <Text key={flow.id} size="sm" className="wrapped" dir="auto" lineClamp={2}>
              {flow.name}
            </Text>
          ))}
          {more > 0 && (
            <Text size="xs" c="dimmed">
              and {more} more
            </Text>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  )
}
