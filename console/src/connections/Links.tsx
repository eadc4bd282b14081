import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, ask, askPart } from '../api/client'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import type { Connection } from './connections'
import { proposals } from './proposals'

/** What an empty connection of an import could stand for; a person says that it does. */
export function Links({ connection }: { connection: Connection }) {
  const queries = useQueryClient()
  const mayUse = useMay('use_connections')
  const looking = !connection.filled && !connection.linkedTo
  const all = useInfiniteQuery({
    queryKey: ['connections', 'candidates'],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/connections', { params: { query: { limit: 1000, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    enabled: looking,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = all
  useEffect(() => {
    if (looking && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [looking, hasNextPage, isFetchingNextPage, fetchNextPage])
  const change = useMutation({
    mutationFn: (target: string | undefined): Promise<unknown> => {
      const params = { params: { path: { id: connection.id } } }
      return target
        ? ask(api.PUT('/api/hookline/v1/connections/{id}/link', { ...params, body: { connection: target } }))
        : ask(api.DELETE('/api/hookline/v1/connections/{id}/link', params))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['connections'] }),
  })
  const problem = change.error && (
    <Text size="sm" c="red" role="alert" className="wrapped">
      {change.error.message}
    </Text>
  )
  if (connection.linkedTo) {
    return (
      <Alert color="blue" variant="light" title="It stands for another connection">
        <Stack gap="xs">
          <Text size="sm" component="div">
            Its cards use{' '}
            <PageLink to="/connections/$connectionId" params={{ connectionId: connection.linkedTo.id }} dir="auto">
              {connection.linkedTo.name}
            </PageLink>
            .
          </Text>
          {problem}
          {mayUse && (
            <Group>
              <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate(undefined)}>
                End it
              </Button>
            </Group>
          )}
        </Stack>
      </Alert>
    )
  }
  const found = looking ? proposals(connection, all.data?.pages.flatMap((part) => part.items) ?? []) : []
  if (found.length === 0) return null
  return (
    <Alert color="blue" variant="light" title="It could stand for a connection that is there">
      <Stack gap="xs">
        <Text size="sm">Nothing is linked by itself. Its cards then use the other one.</Text>
        {found.map(({ there, sameName }) => (
          <Group key={there.id} gap="sm" justify="space-between">
            <Text size="sm" component="div" className="grows">
              <PageLink to="/connections/$connectionId" params={{ connectionId: there.id }} className="wrapped" dir="auto">
                {there.name}
              </PageLink>{' '}
              <Text span size="xs" c="dimmed">
                {sameName ? 'Same connector and name' : 'Same connector'}
                {there.baseUrl ? `, ${there.baseUrl}` : ''}
              </Text>
            </Text>
            {mayUse && (
              <Button size="xs" variant="default" loading={change.isPending && change.variables === there.id} onClick={() => change.mutate(there.id)}>
                Use this one
              </Button>
            )}
          </Group>
        ))}
        {problem}
      </Stack>
    </Alert>
  )
}
