import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { callsQuery } from '../../flows/flows'
import { PageLink } from '../../shown/links'
import { Failed, Loading } from '../../shown/states'
import { reach, unknown, type Reached } from './reach'

/** Charts with more flows than this are asked for in parts. */
const MOST = 60

/** How flows call each other: those that lead to one, and those that it leads to, each with a link to its builder. */
export function Structure({ flowId, name, close }: { flowId: string; name: string; close: () => void }) {
  const [asked, setAsked] = useState<string[]>([flowId])
  const [most, setMost] = useState(MOST)
  const queries = useQueries({ queries: asked.map((id) => callsQuery(id)) })
  const known = new Map<string, Schemas['FlowCalls']>()
  asked.forEach((id, index) => {
    const { data } = queries[index]!
    if (data) known.set(id, data)
  })
  const waits = queries.some((query) => query.isPending)
  const error = queries.find((query) => query.error)?.error ?? undefined
  const missing = unknown(flowId, known, most).filter((id) => !asked.includes(id))
  if (missing.length > 0 && !waits && !error) setAsked([...asked, ...missing])
  const more = !waits && unknown(flowId, known, Infinity).some((id) => !asked.includes(id))

  return (
    <Modal opened onClose={close} title="Chart" size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="sm" c="dimmed">
        How flows call each other as they are saved. A link opens a flow in the builder; the browser’s Back leads here again.
      </Text>
      {error && <Failed error={error} />}
      <Stack gap="lg" mt="md">
        <Side title={`Flows that call ${name}`} none="No flow calls it." columns={reach(flowId, known, 'calledBy')} words={['calls it', 'calls']} flowId={flowId} name={name} />
        <Side title={`Flows that ${name} calls`} none="It calls no flow." columns={reach(flowId, known, 'calls')} words={['called by it', 'called by']} flowId={flowId} name={name} />
      </Stack>
      {waits && <Loading what="the calls" rows={2} />}
      {more && (
        <Alert mt="md" color="gray">
          <Group justify="space-between">
            <Text size="sm">The chart shows the {known.size} nearest flows.</Text>
            <Button size="compact-sm" variant="default" onClick={() => setMost(most + MOST)}>
              Show more
            </Button>
          </Group>
        </Alert>
      )}
    </Modal>
  )
}

interface SideProps {
  title: string
  none: string
  columns: Reached[][]
  /** How a flow is bound to the middle, and to another one. */
  words: [string, string]
  flowId: string
  name: string
}

function Side({ title, none, columns, words, flowId, name }: SideProps) {
  const names = new Map<string, string>([[flowId, name], ...columns.flat().map((one): [string, string] => [one.id, one.name ?? 'a flow that is gone'])])
  return (
    <section aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {columns.length === 0 && <Text size="sm">{none}</Text>}
      <ul className="builder-reach">
        {columns.flatMap((column, distance) =>
          column.map((one) => (
            <li key={one.id} style={{ paddingInlineStart: `${distance * 1.5}rem` }}>
              {one.name === null ? (
                <Text size="sm" span>
                  A flow that is not here ({one.id})
                </Text>
              ) : (
                <PageLink to="/flows/$flowId/edit" params={{ flowId: one.id }}>
                  {one.name}
                </PageLink>
              )}
              <Text size="xs" c="dimmed" span ms="xs">
                {distance === 0 ? words[0] : `${words[1]} ${names.get(one.through)}`}
                {one.circle ? ', and leads back to it' : ''}
              </Text>
            </li>
          )),
        )}
      </ul>
    </section>
  )
}
