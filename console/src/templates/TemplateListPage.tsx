import { Badge, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { foundTemplates } from './templates'

export const templatesQuery = queryOptions({ queryKey: ['templates'], queryFn: () => ask(api.GET('/api/hookline/v1/templates')) })

/** What can be installed: detections with their event hook, and files of flows. */
export function TemplateListPage() {
  const query = useQuery(templatesQuery)
  const [words, setWords] = useState('')
  const found = foundTemplates(query.data ?? [], words)
  return (
    <Page title="Templates" about="Detections and flows that can be installed. Each says first what it needs and what it does.">
      {query.isPending && <Loading what="the templates" />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          <TextInput label="Find a template" placeholder="Name, system or event" value={words} onChange={(event) => setWords(event.currentTarget.value)} maw={420} />
          {found.length === 0 ? (
            <Nothing title="No template has these words">Look for a system, such as Slack, or for an event type.</Nothing>
          ) : (
            <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {found.map((one) => (
                <Paper key={one.id} component="li" withBorder p="md">
                  <Group justify="space-between" align="flex-start" gap="xs">
                    <Title order={2} size="h5" className="wrapped">
                      <PageLink to="/templates/$templateId" params={{ templateId: one.id }} dir="auto">
                        {one.title}
                      </PageLink>
                    </Title>
                    <Group gap={6}>
                      {one.kind === 'detection' && <Badge variant="light">Detection</Badge>}
                      {one.connectors.map((connector) => (
                        <Badge key={connector} variant="default">
                          {connector}
                        </Badge>
                      ))}
                    </Group>
                  </Group>
                  {one.summary && (
                    <Text size="sm" mt={4} className="wrapped" dir="auto">
                      {one.summary}
                    </Text>
                  )}
                </Paper>
              ))}
            </Stack>
          )}
        </>
      )}
    </Page>
  )
}
