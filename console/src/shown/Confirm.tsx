import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'

/** Asks before something is done that is hard to undo, does it, and says why it was not done. */
export function Confirm({
  title,
  children,
  yes = 'Delete it',
  no = 'Keep it',
  act,
  done = () => {},
  close,
}: {
  title: string
  children: ReactNode
  yes?: string
  no?: string
  act: () => Promise<unknown>
  /** Afterwards; the dialog is closed first. */
  done?: () => unknown
  close: () => void
}) {
  const run = useMutation({
    mutationFn: act,
    onSuccess: () => {
      close()
      void done()
    },
  })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text className="wrapped" component="div" dir="auto">
        {children}
      </Text>
      {run.error && (
        <Text c="red" role="alert" mt="sm" className="wrapped">
          {run.error.message}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {no}
        </Button>
        <Button color="red.9" loading={run.isPending} onClick={() => run.mutate()}>
          {yes}
        </Button>
      </Group>
    </Modal>
  )
}

/** A button that asks first. */
export function ConfirmButton({ label, icon, size = 'xs', no = 'Cancel', ...asked }: { label: string; icon?: ReactNode; size?: 'xs' | 'sm'; title: string; children: ReactNode; yes?: string; no?: string; act: () => Promise<unknown>; done?: () => unknown }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" size={size} leftSection={icon} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && <Confirm yes={label} no={no} {...asked} close={() => setAsking(false)} />}
    </>
  )
}
