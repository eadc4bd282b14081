import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import icon from '../icon.svg'

/** What is shown instead of every page to somebody who is not in yet. */
export function Outside({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <title>{`${title} · Hookline`}</title>
      <Paper withBorder radius="md" p="xl" w="100%" maw={420}>
        <Stack>
          <Group gap="xs">
            <img src={icon} alt="" width={28} height={28} />
            <Text fw={600}>Hookline</Text>
          </Group>
          <Title order={1} size="h3">
            {title}
          </Title>
          {children}
        </Stack>
      </Paper>
    </Center>
  )
}
