import { Box, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page: its name, what can be done on it, and its content. */
export function Page({ title, about, actions, children }: { title: string; about?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap="lg">
      <title>{`${title} · Hookline`}</title>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box className="grows">
          <Title order={1} size="h2" className="wrapped" dir="auto">
            {title}
          </Title>
          {about && (
            <Text c="dimmed" component="div" mt={4}>
              {about}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
