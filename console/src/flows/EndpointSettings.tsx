import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCode } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { EndpointDialog, type Level } from './EndpointDialog'
import { refreshFlows, type Flow } from './flows'

/** The settings of a saved endpoint: a change counts at once. */
export function EndpointSettings({ flow }: { flow: Flow & { clientToken?: string | null } }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const [opened, { open, close }] = useDisclosure()
  const secure = useMutation({
    mutationFn: (next: Level) => ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow.id } }, body: { securityLevel: next } })),
    onSettled: () => refreshFlows(queries),
  })
  return (
    <>
      <Button variant="default" leftSection={<IconCode size={16} aria-hidden />} onClick={open}>
        API Endpoint settings
      </Button>
      <EndpointDialog
        flow={flow}
        level={flow.securityLevel ?? 'clientToken'}
        setLevel={(next) => secure.mutate(next)}
        mayChange={mayManage && !secure.isPending}
        error={secure.error}
        opened={opened}
        close={close}
      />
    </>
  )
}
