import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'

/** Deletes the ended executions of a flow, page by page as the server examines them. */
export function ClearData({ flow }: { flow: { id: string; name: string } }) {
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure()
  const mayClear = useMay('manage_flows')
  const clear = useMutation({
    mutationFn: async () => {
      let cleared = 0
      let before: string | undefined
      do {
        const done = await ask(api.POST('/api/hookline/v1/executions/clear', { body: { flow: flow.id, before } }))
        cleared += done.cleared
        before = done.before ?? undefined
      } while (before)
      return cleared
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['executions'] }),
  })
  if (!mayClear) return null
  return (
    <>
      <Button variant="default" onClick={open}>
        Clear data
      </Button>
      <Modal opened={opened} onClose={close} title="Clear data" closeButtonProps={{ 'aria-label': 'Close' }} onExitTransitionEnd={clear.reset}>
        {clear.isSuccess ? (
          <Text role="status">{clear.data === 1 ? 'One execution was deleted.' : `${clear.data} executions were deleted.`}</Text>
        ) : (
          <Text className="wrapped">
            All ended executions of “{flow.name}” and the values of their cards are deleted. Running ones stay. This cannot be undone.
          </Text>
        )}
        {clear.error && (
          <Text c="red" role="alert" mt="sm" className="wrapped">
            {clear.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {clear.isSuccess ? 'Close' : 'Keep them'}
          </Button>
          {!clear.isSuccess && (
            <Button color="red.9" loading={clear.isPending} onClick={() => clear.mutate()}>
              Delete them
            </Button>
          )}
        </Group>
      </Modal>
    </>
  )
}
