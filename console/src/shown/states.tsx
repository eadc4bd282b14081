import { Alert, Button, Center, Group, Loader, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Refused, Unreachable } from '../api/client'

/** While something is fetched: the shape of what will come, said to screen readers once. */
export function Loading({ what, rows = 6 }: { what: string; rows?: number }) {
  return (
    <Stack gap="xs" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={34} radius="sm" />
      ))}
    </Stack>
  )
}

/** While the whole page is fetched. */
export function Starting() {
  return (
    <Center mih="60vh" role="status" aria-label="Loading">
      <Loader />
    </Center>
  )
}

/** Where a list has nothing: says what would be here and how it gets here. */
export function Nothing({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw={460}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children && (
          <Text c="dimmed" ta="center" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  )
}

/** What went wrong, in the server's words, and how to try again. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const title = error instanceof Refused ? error.title : error instanceof Unreachable ? 'No connection to the server' : 'This page has a fault'
  return (
    <Alert color={error instanceof Unreachable ? 'orange' : 'red'} role="alert" title={title} variant="light">
      <Text size="sm" className="wrapped">
        {error.message === title ? null : error.message}
      </Text>
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  )
}
