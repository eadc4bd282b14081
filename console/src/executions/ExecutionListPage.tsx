import { Button, Group, NativeSelect, Select, Switch, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api, ask, askPart } from '../api/client'
import { flowQuery } from '../flows/flows'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { SINCE, sinceOf } from '../time/since'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { ClearData } from './ClearData'
import { duration, STATUSES, TRIGGERS, type Execution, type Status } from './executions'
import { ExecutionStatusMark } from './ExecutionStatusMark'
import { HelperList } from './StepDetails'
import '../flows/folders.css'
import './execution.css'

const route = getRouteApi('/executions')

/** What ran: across all flows, or of one. */
export function ExecutionListPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [q, setQ] = useState(search.q ?? '')
  useEffect(() => setQ(search.q ?? ''), [search.q])
  const narrow = (more: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...more }), replace: true })

  const mayReadFlows = useMay('read_flows')
  const asked = useQuery({ ...flowQuery(search.flow ?? ''), enabled: Boolean(search.flow) && mayReadFlows, retry: false })
  const flow = search.flow ? asked.data : undefined
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
      about={
        flow ? (
          <PageLink to="/flows/$flowId" params={{ flowId: flow.id }} dir="auto" className="wrapped">
            {flow.name}
          </PageLink>
        ) : chain ? 'Helpers of one execution' : 'What ran, newest first, across all flows.'
      }
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
        {mayReadFlows && <FlowChoice chosen={flow} choose={(id) => narrow({ flow: id })} />}
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
          title={executions.hasNextPage ? 'Nothing found so far' : narrowed ? 'No execution fits' : 'Nothing has run yet'}
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
      {all.length > 0 && <Executions all={all} oneFlow={Boolean(search.flow)} folds={!chain && !search.helpers} />}
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

/** Finds a flow among any number of them, by what is typed. */
function FlowChoice({ chosen, choose }: { chosen?: { id: string; name: string }; choose: (id: string | undefined) => void }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed === chosen?.name ? '' : typed.trim(), 250)
  const found = useQuery({
    queryKey: ['flows', 'named', q],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows', { params: { query: { q: q || undefined, sort: 'name', limit: 30 } } })),
    placeholderData: keepPreviousData,
  })
  const all = found.data ?? []
  const data = (chosen && !all.some((one) => one.id === chosen.id) ? [chosen, ...all] : all).map((one) => ({ value: one.id, label: one.name }))
  return (
    <Select
      label="Flow"
      placeholder="All flows"
      maw={260}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Show all flows' }}
      value={chosen?.id ?? null}
      onChange={(id) => choose(id ?? undefined)}
      onSearchChange={setTyped}
      data={data}
      // The server has searched.
      filter={({ options }) => options}
      nothingFoundMessage="No flow has that name"
    />
  )
}

function Executions({ all, oneFlow, folds }: { all: Execution[]; oneFlow: boolean; folds: boolean }) {
  return (
    <Table verticalSpacing="xs" aria-label="Executions" className="stacked">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Started</Table.Th>
          <Table.Th scope="col">Status</Table.Th>
          {!oneFlow && <Table.Th scope="col">Flow</Table.Th>}
          <Table.Th scope="col">Started by</Table.Th>
          <Table.Th scope="col">Duration</Table.Th>
          {folds && <Table.Th scope="col">Helpers</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map((execution) => (
          <Row key={execution.id} execution={execution} oneFlow={oneFlow} folds={folds} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Row({ execution, oneFlow, folds }: { execution: Execution; oneFlow: boolean; folds: boolean }) {
  const [open, setOpen] = useState(false)
  const ran = duration(execution)
  return (
    <>
      <Table.Tr>
        <Table.Td data-label="Started">
          <PageLink to="/executions/$executionId" params={{ executionId: execution.id }} underline="hover">
            {execution.startedAt ? <Time at={execution.startedAt} /> : 'Not started'}
          </PageLink>
        </Table.Td>
        <Table.Td data-label="Status">
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
          <Table.Td maw={320} data-label="Flow">
            <PageLink to="/flows/$flowId" params={{ flowId: execution.flow.id }} underline="hover" c="inherit" className="wrapped" dir="auto">
              {execution.flow.name}
            </PageLink>
          </Table.Td>
        )}
        <Table.Td data-label="Started by">
          {execution.parent ? (
            <PageLink to="/executions/$executionId" params={{ executionId: execution.parent }}>
              {TRIGGERS[execution.trigger]}
            </PageLink>
          ) : (
            TRIGGERS[execution.trigger]
          )}
        </Table.Td>
        <Table.Td data-label="Duration">{ran === undefined ? '' : span(ran)}</Table.Td>
        {folds && (
          <Table.Td data-label="Helpers">
            <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={open} aria-label={`${open ? 'Fold' : 'Show'} the helpers of the execution of ${execution.flow.name}`} onClick={() => setOpen(!open)}>
              {open ? 'Fold' : 'Show'}
            </Button>
          </Table.Td>
        )}
      </Table.Tr>
      {folds && open && (
        <Table.Tr>
          <Table.Td colSpan={oneFlow ? 5 : 6}>
            <Called execution={execution} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

const MOST_HELPERS = 20

/** The helpers of one execution, below it. */
function Called({ execution }: { execution: Execution }) {
  const list = useQuery({
    queryKey: ['executions', 'called', execution.id],
    queryFn: () => askPart(api.GET('/api/hookline/v1/executions', { params: { query: { parent: execution.id, limit: MOST_HELPERS } } })),
  })
  if (list.isPending) return <Loading what="the helpers" rows={1} />
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />
  if (list.data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        It called no helpers.
      </Text>
    )
  }
  return (
    <div>
      <HelperList all={list.data.items} />
      {list.data.next && (
        <PageLink to="/executions" search={{ parent: execution.id }}>
          All helpers that it called
        </PageLink>
      )}
    </div>
  )
}
