import { Button, Group, Table, Tabs, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api, askPart } from '../api/client'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { left, STATUSES, titleOf, type Approval } from './approvals'

const route = getRouteApi('/approvals')

/** What waits for a decision, and what was decided. */
export function ApprovalListPage() {
  const { status } = route.useSearch()
  const navigate = route.useNavigate()
  const which = status === 'decided' ? 'decided' : 'waiting'
  return (
    <Page title="Approvals" about="What flows ask people before they go on.">
      <Tabs value={which} onChange={(value) => void navigate({ search: { status: value === 'decided' ? 'decided' : undefined }, replace: true })} keepMounted={false}>
        <Tabs.List aria-label="Which approvals">
          <Tabs.Tab value="waiting">Waiting</Tabs.Tab>
          <Tabs.Tab value="decided">Decided</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="waiting" pt="md">
          <Listed which="waiting" />
        </Tabs.Panel>
        <Tabs.Panel value="decided" pt="md">
          <Listed which="decided" />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Listed({ which }: { which: 'waiting' | 'decided' }) {
  const waits = which === 'waiting'
  const approvals = useInfiniteQuery({
    queryKey: ['approvals', which],
    queryFn: ({ pageParam }) =>
      askPart(api.GET('/api/hookline/v1/approvals', { params: { query: { status: waits ? 'pending' : 'all', limit: 50, after: pageParam ? Number(pageParam) : undefined } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) => (query.state.data && query.state.data.pages.length > 1 ? false : 5_000),
  })
  const all = (approvals.data?.pages.flatMap((part) => part.items) ?? []).filter((one) => waits || one.status !== 'PENDING')
  return (
    <>
      {approvals.isPending && <Loading what="the approvals" />}
      {approvals.isError && <Failed error={approvals.error} retry={() => void approvals.refetch()} />}
      {approvals.isSuccess && all.length === 0 && (
        <Nothing title={waits ? 'Nothing waits for a decision' : 'Nothing was decided yet'}>
          {waits ? 'Here stands what the card Ask for Approval asks, and what cards that destroy would do when their setting demands an approval.' : undefined}
        </Nothing>
      )}
      {all.length > 0 && (
        <Table.ScrollContainer minWidth={680}>
          <Table verticalSpacing="sm" aria-label={waits ? 'Waiting approvals' : 'Decided approvals'}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">What</Table.Th>
                <Table.Th scope="col">State</Table.Th>
                <Table.Th scope="col">Flow</Table.Th>
                <Table.Th scope="col">{waits ? 'Time left' : 'Decided'}</Table.Th>
                <Table.Th scope="col">Asked</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((one) => (
                <Row key={one.id} approval={one} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {approvals.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={approvals.isFetchingNextPage} onClick={() => void approvals.fetchNextPage()}>
            Show more approvals
          </Button>
        </Group>
      )}
    </>
  )
}

function Row({ approval }: { approval: Approval }) {
  const { label, tone } = STATUSES[approval.status]
  return (
    <Table.Tr>
      <Table.Td maw={340}>
        <PageLink to="/approvals/$approvalId" params={{ approvalId: approval.id }} fw={600} className="wrapped" dir="auto" underline="hover">
          {titleOf(approval)}
        </PageLink>
        {approval.reason && (
          <Text size="xs" c="dimmed" className="wrapped" dir="auto" lineClamp={3}>
            {approval.reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <State tone={tone}>{label}</State>
      </Table.Td>
      <Table.Td maw={240} className="wrapped" dir="auto">
        {approval.flow.name}
      </Table.Td>
      <Table.Td>
        {approval.status === 'PENDING' && left(approval.until, Date.now())}
        {approval.decidedBy && (
          <span dir="auto">
            {approval.decidedBy}
            {approval.decidedAt && (
              <Text size="xs" c="dimmed">
                <Time at={approval.decidedAt} />
              </Text>
            )}
          </span>
        )}
      </Table.Td>
      <Table.Td>
        <Time at={approval.askedAt} />
      </Table.Td>
    </Table.Tr>
  )
}
