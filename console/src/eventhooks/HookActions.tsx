import { Button, Group, Menu, Stack, Text, ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDotsVertical } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Confirm } from '../shown/Confirm'
import { ButtonLink } from '../shown/links'
import { acts, stateOf, type Act, type DeliveryState, type EventHook } from './hooks'

const LABELS: Record<Act, string> = { verify: 'Verify', activate: 'Activate', deactivate: 'Deactivate', pause: 'Pause', resume: 'Resume' }

/** Does something with a hook; every list and page shows what came of it. */
function useAct(hookId: string) {
  const queries = useQueryClient()
  const params = { params: { path: { eventHookId: hookId } } }
  return useMutation({
    mutationFn: (what: Act): Promise<unknown> => {
      switch (what) {
        case 'verify':
          return ask(api.POST('/api/v1/eventHooks/{eventHookId}/lifecycle/verify', params))
        case 'activate':
          return ask(api.POST('/api/v1/eventHooks/{eventHookId}/lifecycle/activate', params))
        case 'deactivate':
          return ask(api.POST('/api/v1/eventHooks/{eventHookId}/lifecycle/deactivate', params))
        case 'pause':
          return ask(api.POST('/api/hookline/v1/eventHooks/{eventHookId}/pause', params))
        case 'resume':
          return ask(api.POST('/api/hookline/v1/eventHooks/{eventHookId}/resume', params))
      }
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['hooks'] })
      void queries.invalidateQueries({ queryKey: ['deliveryStates'] })
    },
  })
}

/** On a hook's page: what its state allows, the next step first. */
export function HookActions({ hook, state }: { hook: EventHook; state?: DeliveryState }) {
  const mayManage = useMay('manage_hooks')
  const act = useAct(hook.id)
  const [asking, { open, close }] = useDisclosure()
  if (!mayManage) return null
  const word = stateOf(hook, state)
  return (
    <Stack gap={4} align="flex-end">
      <Group gap="xs">
        <ButtonLink variant="default" to="/event-hooks/$hookId/edit" params={{ hookId: hook.id }}>
          Edit
        </ButtonLink>
        <ButtonLink variant="default" to="/event-hooks/$hookId/edit" params={{ hookId: hook.id }} search={{ step: 'preview' }}>
          Preview
        </ButtonLink>
        {acts(word).map((what) => (
          <Button key={what} variant={['verify', 'resume', 'activate'].includes(what) ? 'filled' : 'default'} loading={act.isPending && act.variables === what} onClick={() => act.mutate(what)}>
            {LABELS[what]}
          </Button>
        ))}
        {word === 'Inactive' && (
          <Button variant="default" onClick={open}>
            Delete
          </Button>
        )}
      </Group>
      {act.error && (
        <Text size="sm" c="red" role="alert" className="wrapped" maw={420}>
          {act.error.message}
        </Text>
      )}
      {asking && <DeleteHook hook={hook} close={close} />}
    </Stack>
  )
}

/** In a row of the list: the same, folded. */
export function HookMenu({ hook, state }: { hook: EventHook; state?: DeliveryState }) {
  const mayManage = useMay('manage_hooks')
  const act = useAct(hook.id)
  const navigate = useNavigate()
  const [asking, { open, close }] = useDisclosure()
  if (!mayManage) return null
  const word = stateOf(hook, state)
  return (
    <>
      <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} loading={act.isPending} aria-label={`Actions for ${hook.name}`}>
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigate({ to: '/event-hooks/$hookId/edit', params: { hookId: hook.id } })}>Edit</Menu.Item>
          {acts(word).map((what) => (
            <Menu.Item key={what} onClick={() => act.mutate(what)}>
              {LABELS[what]}
            </Menu.Item>
          ))}
          {word === 'Inactive' && <Menu.Item onClick={open}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {act.error && (
        <Text size="xs" c="red" role="alert" className="wrapped" mt={4}>
          {act.error.message}
        </Text>
      )}
      {asking && <DeleteHook hook={hook} close={close} />}
    </>
  )
}

/** Deletes an inactive hook, after asking. */
function DeleteHook({ hook, close }: { hook: EventHook; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <Confirm
      title="Delete event hook"
      close={close}
      act={() => ask(api.DELETE('/api/v1/eventHooks/{eventHookId}', { params: { path: { eventHookId: hook.id } } }))}
      done={async () => {
        await navigate({ to: '/event-hooks' })
        queries.removeQueries({ queryKey: ['hooks', hook.id] })
        await queries.invalidateQueries({ queryKey: ['hooks'] })
      }}
    >
      “{hook.name}” and its place in the log are deleted. This cannot be undone.
    </Confirm>
  )
}
