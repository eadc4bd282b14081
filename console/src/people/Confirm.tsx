import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'

/** A button that asks before it does what is hard to undo. */
export function Confirm({ label, title, children, act, done }: { label: string; title: string; children: ReactNode; act: () => Promise<unknown>; done: () => void }) {
  const [opened, { open, close }] = useDisclosure()
  const run = useMutation({
    mutationFn: act,
    onSuccess: () => {
      close()
      done()
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }} onExitTransitionEnd={run.reset}>
        <Text className="wrapped" component="div" dir="auto">
          {children}
        </Text>
        {run.error && (
          <Text c="red" role="alert" mt="sm" className="wrapped">
            {run.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red.9" loading={run.isPending} onClick={() => run.mutate()}>
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
