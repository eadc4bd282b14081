import { Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../session/session'
import { ButtonLink, PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { HookMenu } from './HookActions'
import { deliveryStatesQuery, hooksQuery, lagOf, successOf, type DeliveryState, type EventHook } from './hooks'
import { HookStateMark } from './HookStateMark'

/** All event hooks, each with one state and how its deliveries go. */
export function HookListPage() {
  const hooks = useQuery(hooksQuery)
  const states = useQuery(deliveryStatesQuery)
  const mayManage = useMay('manage_hooks')
  const create = mayManage && (
    <ButtonLink to="/event-hooks/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Create Event Hook
    </ButtonLink>
  )
  return (
    <Page title="Event Hooks" about="Which events are delivered where." actions={hooks.data && hooks.data.length > 0 && create}>
      {hooks.isPending && <Loading what="the event hooks" />}
      {hooks.isError && <Failed error={hooks.error} retry={() => void hooks.refetch()} />}
      {hooks.data?.length === 0 && (
        <Nothing title="No event hooks yet" action={create}>
          A hook picks events from the system log and delivers them to a flow or to a receiver of your own, over HTTPS.
        </Nothing>
      )}
      {hooks.data && hooks.data.length > 0 && (
        <Table.ScrollContainer minWidth={760}>
          <Table verticalSpacing="sm" highlightOnHover={false} aria-label="Event hooks">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">State</Table.Th>
                <Table.Th scope="col">Behind by</Table.Th>
                <Table.Th scope="col">Success, 5 min</Table.Th>
                <Table.Th scope="col">Health and last error</Table.Th>
                <Table.Th scope="col">
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {hooks.data.map((hook) => (
                <Row key={hook.id} hook={hook} state={states.data?.find((state) => state.eventHookId === hook.id)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {states.isError && <Failed error={states.error} retry={() => void states.refetch()} />}
    </Page>
  )
}

function Row({ hook, state }: { hook: EventHook; state?: DeliveryState }) {
  const lag = state && lagOf(state)
  const types = hook.events.items.length
  return (
    <Table.Tr>
      <Table.Td maw={340}>
        <PageLink to="/event-hooks/$hookId" params={{ hookId: hook.id }} fw={600} className="wrapped" dir="auto" underline="hover" lineClamp={3} title={hook.name}>
          {hook.name}
        </PageLink>
        <Text size="xs" c="dimmed">
          {types === 1 ? hook.events.items[0] : `${types} event types`}
          {hook.events.filter ? ', filtered' : ''}
        </Text>
      </Table.Td>
      <Table.Td>
        <HookStateMark hook={hook} state={state} />
      </Table.Td>
      <Table.Td>
        {lag ? (
          <>
            {lag.events}
            <Text size="xs" c="dimmed">
              {span(lag.seconds * 1000)}
            </Text>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {state ? 'Nothing' : '…'}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{(state && successOf(state)) ?? <Text size="sm" c="dimmed">No attempts</Text>}</Table.Td>
      <Table.Td maw={380}>
        <Stack gap={4}>
          <Text size="sm" className="wrapped">
            {hook.health.status === 'ok' ? 'Delivers' : (hook.health.reason ?? hook.health.status)}
          </Text>
          {state?.lastError?.reason && (
            <Text size="xs" c="dimmed" className="wrapped">
              Last error{state.lastError.at && <> <Time at={state.lastError.at} /></>}: {state.lastError.reason}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td>
        <HookMenu hook={hook} state={state} />
      </Table.Td>
    </Table.Tr>
  )
}
