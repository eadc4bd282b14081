import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Asks before something is done that cannot be undone. */
export function Confirm({
  title,
  children,
  yes,
  no = 'Keep it',
  pending,
  error,
  close,
  act,
}: {
  title: string
  children: ReactNode
  yes: string
  no?: string
  pending: boolean
  error: Error | null
  close: () => void
  act: () => void
}) {
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text className="wrapped" component="div">
        {children}
      </Text>
      {error && (
        <Text c="red" role="alert" mt="sm" className="wrapped">
          {error.message}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {no}
        </Button>
        <Button color="red.9" loading={pending} onClick={act}>
          {yes}
        </Button>
      </Group>
    </Modal>
  )
}
