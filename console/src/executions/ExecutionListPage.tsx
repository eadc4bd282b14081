import { Box, Button, Group, NativeSelect, Switch, Table, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api, ask, askPart } from '../api/client'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { SINCE, sinceOf } from '../time/since'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { ClearData } from './ClearData'
import { duration, STATUSES, TRIGGERS, type Execution, type Status } from './executions'
import { ExecutionStatusMark } from './ExecutionStatusMark'

const route = getRouteApi('/executions')

/** What ran: across all flows, or of one. */
export function ExecutionListPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [q, setQ] = useState(search.q ?? '')
  useEffect(() => setQ(search.q ?? ''), [search.q])
  const narrow = (more: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...more }), replace: true })

  const flows = useQuery({ queryKey: ['flows', 'names'], queryFn: () => ask(api.GET('/api/hookline/v1/flows', { params: { query: { limit: 200 } } })) })
  const flow = flows.data?.find((one) => one.id === search.flow)
  const chain = search.parent ?? search.root
  const executions = useInfiniteQuery({
    queryKey: ['executions', 'list', search],
    queryFn: ({ pageParam }) =>
      askPart(
        api.GET('/api/hookline/v1/executions', {
          params: {
            query: {
              flow: search.flow,
              status: search.status as Status | undefined,
              q: search.q,
              since: sinceOf(search.since),
              parent: search.parent,
              path: search.path,
              root: search.root,
              // Helpers are found through what called them.
              helpers: chain || search.helpers ? undefined : false,
              limit: 50,
              after: pageParam,
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data && query.state.data.pages.length > 1 ? false : 4_000),
  })
  const all = executions.data?.pages.flatMap((part) => part.items) ?? []
  const narrowed = Boolean(search.q || search.status || search.since || search.flow || chain)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    narrow({ q: q.trim() || undefined })
  }

  return (
    <Page
      title="Execution History"
      about={flow ? <span dir="auto">{flow.name}</span> : chain ? 'Helpers of one execution' : 'What ran, newest first, across all flows.'}
      actions={search.flow && flow && <ClearData flow={flow} />}
    >
      <Group component="form" onSubmit={submit} align="flex-end" gap="sm" role="search" aria-label="Executions">
        <TextInput
          label="Text in any saved value"
          placeholder="A login, an id, an error"
          leftSection={<IconSearch size={16} aria-hidden />}
          className="grows"
          maw={340}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <NativeSelect
          label="Flow"
          maw={240}
          value={search.flow ?? ''}
          onChange={(event) => narrow({ flow: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All flows' },
            ...(search.flow && !flow ? [{ value: search.flow, label: search.flow }] : []),
            ...(flows.data ?? []).map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <NativeSelect
          label="Status"
          value={search.status ?? ''}
          onChange={(event) => narrow({ status: event.currentTarget.value || undefined })}
          data={[{ value: '', label: 'Any' }, ...Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }))]}
        />
        <NativeSelect label="Started" value={search.since ?? ''} onChange={(event) => narrow({ since: event.currentTarget.value || undefined })} data={SINCE} />
        <Button type="submit" variant="default">
          Search
        </Button>
        <Switch
          label="Show helpers"
          mb={8}
          checked={Boolean(chain || search.helpers)}
          disabled={Boolean(chain)}
          onChange={(event) => narrow({ helpers: event.currentTarget.checked ? 'true' : undefined })}
        />
      </Group>
      {executions.isPending && <Loading what="the executions" rows={8} />}
      {executions.isError && <Failed error={executions.error} retry={() => void executions.refetch()} />}
      {executions.isSuccess && all.length === 0 && (
        <Nothing
          title={narrowed ? 'No execution fits' : 'Nothing has run yet'}
          action={
            narrowed && (
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                Show all executions
              </Button>
            )
          }
        >
          {narrowed ? 'Texts are found in values of flows that save data.' : 'An execution appears here as soon as a flow that is on is invoked.'}
        </Nothing>
      )}
      {all.length > 0 && <Executions all={all} oneFlow={Boolean(search.flow)} />}
      {executions.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={executions.isFetchingNextPage} onClick={() => void executions.fetchNextPage()}>
            Show earlier executions
          </Button>
        </Group>
      )}
    </Page>
  )
}

function Executions({ all, oneFlow }: { all: Execution[]; oneFlow: boolean }) {
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="xs" aria-label="Executions">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Started</Table.Th>
            <Table.Th scope="col">Status</Table.Th>
            {!oneFlow && <Table.Th scope="col">Flow</Table.Th>}
            <Table.Th scope="col">Started by</Table.Th>
            <Table.Th scope="col">Duration</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map((execution) => {
            const ran = duration(execution)
            return (
              <Table.Tr key={execution.id}>
                <Table.Td>
                  <PageLink to="/executions/$executionId" params={{ executionId: execution.id }} underline="hover">
                    {execution.startedAt ? <Time at={execution.startedAt} /> : 'Not started'}
                  </PageLink>
                </Table.Td>
                <Table.Td>
                  <Group gap={6}>
                    <ExecutionStatusMark status={execution.status} />
                    {execution.mode && execution.mode !== 'on' && (
                      <Text size="xs" c="dimmed">
                        {execution.mode === 'observe' ? 'observed' : 'dry run'}
                      </Text>
                    )}
                  </Group>
                </Table.Td>
                {!oneFlow && (
                  <Table.Td maw={320}>
                    <Box className="wrapped" dir="auto">
                      {execution.flow.name}
                    </Box>
                  </Table.Td>
                )}
                <Table.Td>{TRIGGERS[execution.trigger]}</Table.Td>
                <Table.Td>{ran === undefined ? '' : span(ran)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
