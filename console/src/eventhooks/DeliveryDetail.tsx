import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { placeOf } from '../log/filters'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import { Failed, Loading } from '../shown/states'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { PageLink } from '../shown/links'

/** One delivery: its failed attempts, its events, what it caused; and sending it again. */
export function DeliveryDetail({ deliveryId }: { deliveryId: string }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_hooks')
  const params = { params: { path: { deliveryId } } }
  const query = useQuery({ queryKey: ['deliveries', deliveryId], queryFn: () => ask(api.GET('/api/hookline/v1/deliveries/{deliveryId}', params)) })
  const again = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/deliveries/{deliveryId}/redeliver', params)),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['deliveries', deliveryId] })
      void queries.invalidateQueries({ queryKey: ['hooks'] })
    },
  })
  if (query.isPending) return <Loading what="the delivery" rows={3} />
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />
  const delivery = query.data
  return (
    <Stack gap="sm">
      <Group gap="lg">
        <Group gap={4}>
          <Text size="sm" c="dimmed">
            Id
          </Text>
          <span className="mono">{delivery.id}</span>
          <Copy text={delivery.id} label="Copy the id" />
        </Group>
        {delivery.execution && (
          <PageLink to="/executions/$executionId" params={{ executionId: delivery.execution }}>
            The execution it caused
          </PageLink>
        )}
        {delivery.redelivered && <Text size="sm">Sent again</Text>}
        {delivery.alreadyAccepted && <Text size="sm">The flow had accepted it before</Text>}
      </Group>
      {delivery.reason && (
        <Text size="sm" className="wrapped">
          {delivery.reason}
        </Text>
      )}
      {delivery.answer && (
        <Text size="sm" className="wrapped">
          Answer: <span className="mono">{delivery.answer}</span>
        </Text>
      )}
      {delivery.failedAttempts.length > 0 && (
        <Table aria-label="Failed attempts" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Failed attempt</Table.Th>
              <Table.Th scope="col">Time</Table.Th>
              <Table.Th scope="col">Why</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {delivery.failedAttempts.map((attempt) => (
              <Table.Tr key={attempt.attempt}>
                <Table.Td>{attempt.attempt}</Table.Td>
                <Table.Td>{attempt.at && <Time at={attempt.at} />}</Table.Td>
                <Table.Td className="wrapped">
                  {attempt.reason}
                  {attempt.millis !== undefined && `, after ${span(attempt.millis)}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {delivery.events.length > 0 && (
        <Stack gap={2}>
          <Text size="xs" fw={600} c="dimmed">
            {delivery.events.length === 1 ? 'The event' : `The ${delivery.events.length} events`}
          </Text>
          {delivery.events.slice(0, 20).map((event) => (
            <Group key={event.uuid} gap={8}>
              <PageLink to="/system-log" search={placeOf(event.uuid ?? '', event.published)}>
                {event.eventType}
              </PageLink>
              <Text size="sm" c="dimmed">
                {event.published && <Time at={event.published} />}
              </Text>
            </Group>
          ))}
          {delivery.events.length > 20 && (
            <Text size="sm" c="dimmed">
              and {delivery.events.length - 20} more
            </Text>
          )}
        </Stack>
      )}
      {mayManage && delivery.status !== 'PENDING' && delivery.status !== 'SPLIT' && (
        <Group gap="sm">
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            Send again
          </Button>
          {again.isSuccess && (
            <Text size="sm" role="status">
              Sent, or sent next.
            </Text>
          )}
          {again.error && (
            <Text size="sm" c="red" role="alert" className="wrapped">
              {again.error.message}
            </Text>
          )}
        </Group>
      )}
    </Stack>
  )
}
