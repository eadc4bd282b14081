import { Button, Group, SegmentedControl, Table, Text, VisuallyHidden } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask, askPart, type Schemas } from '../api/client'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'

type Flow = Schemas['Flow']
type Mode = Schemas['FlowMode']

/** All flows with their switch; each leads to its execution history. */
export function FlowListPage() {
  const flows = useInfiniteQuery({
    queryKey: ['flows'],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/flows', { params: { query: { limit: 100, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  })
  const all = flows.data?.pages.flatMap((part) => part.items) ?? []
  return (
    <Page title="Workflows Console" about="Flows, what they may do, and their switch.">
      {flows.isPending && <Loading what="the flows" />}
      {flows.isError && <Failed error={flows.error} retry={() => void flows.refetch()} />}
      {flows.isSuccess && all.length === 0 && (
        <Nothing title="No flows yet">Import a published flow or create one with the API: POST /api/hookline/v1/flows/import.</Nothing>
      )}
      {all.length > 0 && (
        <Table.ScrollContainer minWidth={720}>
          <Table verticalSpacing="sm" aria-label="Flows">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Starts by</Table.Th>
                <Table.Th scope="col">Strongest effect</Table.Th>
                <Table.Th scope="col">Data</Table.Th>
                <Table.Th scope="col">Switch</Table.Th>
                <Table.Th scope="col">
                  <VisuallyHidden>Further pages</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((flow) => (
                <Row key={flow.id} flow={flow} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {flows.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={flows.isFetchingNextPage} onClick={() => void flows.fetchNextPage()}>
            Show more flows
          </Button>
        </Group>
      )}
    </Page>
  )
}

const STARTS: Record<Flow['type'], string> = {
  endpoint: 'API Endpoint',
  helper: 'Helper Flow',
  scheduled: 'Schedule',
  delegated: 'Delegated Flow',
  event: 'Event of the log',
  manual: 'By hand',
}

function Row({ flow }: { flow: Flow }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const turn = useMutation({
    mutationFn: (mode: Mode) => {
      const params = { params: { path: { id: flow.id } } }
      if (mode === 'on') return ask(api.POST('/api/hookline/v1/flows/{id}/on', params))
      if (mode === 'observe') return ask(api.POST('/api/hookline/v1/flows/{id}/observe', params))
      return ask(api.POST('/api/hookline/v1/flows/{id}/off', params))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['flows'] }),
  })
  return (
    <Table.Tr>
      <Table.Td maw={360}>
        <Text fw={600} size="sm" className="wrapped" dir="auto">
          {flow.name}
        </Text>
        {flow.folder && (
          <Text size="xs" c="dimmed" className="wrapped" dir="auto">
            {flow.folder.name}
          </Text>
        )}
        {turn.error && (
          <Text size="xs" c="red" role="alert" className="wrapped">
            {turn.error.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{STARTS[flow.type]}</Table.Td>
      <Table.Td>{flow.highestEffect}</Table.Td>
      <Table.Td>{flow.saveData ? 'Saving data' : 'Not saving data'}</Table.Td>
      <Table.Td>
        {mayManage ? (
          <SegmentedControl
            size="xs"
            aria-label={`Switch of ${flow.name}`}
            disabled={turn.isPending}
            value={turn.variables && turn.isPending ? turn.variables : flow.mode}
            onChange={(mode) => turn.mutate(mode as Mode)}
            data={[
              { value: 'off', label: 'Off' },
              { value: 'observe', label: 'Observe' },
              { value: 'on', label: 'On' },
            ]}
          />
        ) : (
          flow.mode
        )}
      </Table.Td>
      <Table.Td>
        <PageLink to="/executions" search={{ flow: flow.id }} aria-label={`Execution History of ${flow.name}`}>
          Execution History
        </PageLink>
      </Table.Td>
    </Table.Tr>
  )
}
