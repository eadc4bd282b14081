import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { ButtonLink } from '../../shown/links'
import { Time } from '../../time/Time'
import { deliveryStateQuery, stateOf, type EventHook } from '../hooks'
import { HookStateMark } from '../HookStateMark'

/** Asks the receiver whether it is the right one. Own flows have answered already. */
export function Verify({ hook }: { hook: EventHook }) {
  const queries = useQueryClient()
  const state = useQuery(deliveryStateQuery(hook.id))
  const verify = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/eventHooks/{eventHookId}/lifecycle/verify', { params: { path: { eventHookId: hook.id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['hooks'] }),
  })
  const word = stateOf(hook, state.data)
  const failure = hook.verificationFailure
  return (
    <Stack gap="md" maw={760}>
      <Group gap="xs">
        <Text>The hook is</Text>
        <span role="status">
          <HookStateMark hook={hook} state={state.data} />
        </span>
      </Group>
      {hook.verificationStatus === 'VERIFIED' ? (
        <Text>{word === 'Active' ? 'Its receiver is verified: events are delivered from now on.' : 'Its receiver is verified.'}</Text>
      ) : (
        <>
          <Text>
            The receiver is asked once, by GET with the header x-okta-verification-challenge, and must answer with what the header holds, as <code>{'{"verification": "…"}'}</code>.
          </Text>
          {failure && (
            <Alert color="orange" variant="light" title="It was not verified">
              <Text size="sm" className="wrapped">
                <Time at={failure.at} />: {failure.reason}
              </Text>
            </Alert>
          )}
        </>
      )}
      {verify.error && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {verify.error.message}
        </Text>
      )}
      <Group>
        {hook.verificationStatus === 'UNVERIFIED' && (
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>
            Verify
          </Button>
        )}
        <ButtonLink variant={hook.verificationStatus === 'VERIFIED' ? 'filled' : 'default'} to="/event-hooks/$hookId" params={{ hookId: hook.id }}>
          Done
        </ButtonLink>
      </Group>
    </Stack>
  )
}
