import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** A secret that nobody can read again, with what to do with it. */
export function ShownOnce({ secret, label, children }: { secret: string; label: string; children: ReactNode }) {
  const { copy, copied } = useClipboard({ timeout: 2000 })
  return (
    <Stack gap="sm">
      <Alert color="orange" variant="light" title="Shown only now">
        <Text size="sm">{children}</Text>
      </Alert>
      <Code block className="wrapped" aria-label={label} data-secret>
        {secret}
      </Code>
      <Group>
        <Button variant="default" onClick={() => copy(secret)} leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </Group>
    </Stack>
  )
}
