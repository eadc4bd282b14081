import { Button, Group, Modal, NavLink, NativeSelect, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowsSplit2, IconSearch } from '@tabler/icons-react'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, askPart } from '../../api/client'
import { foldersQuery, refreshFlows } from '../../flows/flows'
import { placesFor } from '../../flows/tree'
import { useMay } from '../../session/session'
import { Failed, Loading } from '../../shown/states'
import { useBuilder } from '../page/builder'
import type { FormField } from './form'

interface Props {
  field: Pick<FormField, 'constant'>
  label: string
  readOnly: boolean
  set: (flow: string) => void
}

/** The helper flow that a card calls: picked from a folder, or a new one. */
export function ChooseFlow({ field, label, readOnly, set }: Props) {
  const { names } = useBuilder()
  const [opened, setOpened] = useState(false)
  const chosen = typeof field.constant === 'string' && field.constant !== '' ? field.constant : undefined
  const name = chosen === undefined ? 'Choose Flow' : (names.flows.get(chosen) ?? 'A flow that you do not see')
  return (
    <>
      <Button size="compact-sm" variant="default" fullWidth justify="flex-start" fw={400} disabled={readOnly} leftSection={<IconArrowsSplit2 size={14} aria-hidden />} aria-label={chosen ? `${label}: ${name}` : `Choose Flow for ${label}`} onClick={() => setOpened(true)}>
        <Text span size="xs" truncate>
          {name}
        </Text>
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Choose Flow" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Flows
          chosen={chosen}
          pick={(id) => {
            set(id)
            setOpened(false)
          }}
        />
      </Modal>
    </>
  )
}

function Flows({ chosen, pick }: { chosen?: string; pick: (id: string) => void }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { flow } = useBuilder()
  const folders = useQuery(foldersQuery)
  const [folder, setFolder] = useState('')
  const mayManage = useMay('manage_flows')
  const found = useInfiniteQuery({
    queryKey: ['flows', 'choose', folder, q],
    queryFn: ({ pageParam }) =>
      askPart(api.GET('/api/hookline/v1/flows', { params: { query: { folder: folder || undefined, within: folder ? true : undefined, q: q || undefined, sort: 'name', limit: 100, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  const helpers = found.data?.pages.flatMap((page) => page.items).filter((one) => one.type === 'helper') ?? []
  return (
    <Stack>
      <TextInput aria-label="Find a flow" placeholder="Find a flow" leftSection={<IconSearch size={14} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus />
      <NativeSelect aria-label="Folder" value={folder} onChange={(event) => setFolder(event.currentTarget.value)} data={[{ value: '', label: 'All folders' }, ...placesFor(folders.data ?? [])]} />
      {found.isPending ? (
        <Loading what="flows" rows={4} />
      ) : found.error ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : (
        <ScrollArea.Autosize mah={280} type="auto">
          {helpers.map((one) => (
            <NavLink key={one.id} component="button" type="button" active={one.id === chosen} label={one.name} description={one.folder?.name} onClick={() => pick(one.id)} />
          ))}
          {helpers.length === 0 && (
            <Text size="sm" c="dimmed">
              {q ? 'No helper flow is called so.' : 'There is no helper flow here yet.'}
            </Text>
          )}
        </ScrollArea.Autosize>
      )}
      {found.hasNextPage && (
        <Button variant="default" size="xs" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          More flows
        </Button>
      )}
      {mayManage && <NewFlow folder={folder || flow?.folder?.id || placesFor(folders.data ?? [])[0]?.value} pick={pick} />}
    </Stack>
  )
}

/** A helper flow with nothing in it yet, which can be opened and built after this one. */
function NewFlow({ folder, pick }: { folder?: string; pick: (id: string) => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState<string>()
  const create = useMutation({
    mutationFn: (called: string) => ask(api.POST('/api/hookline/v1/flows', { body: { name: called, folder: { id: folder! }, type: 'helper', saveData: true, oneExecutionPerEvent: false } })),
    onSuccess: (made) => {
      refreshFlows(queries)
      pick(made.id)
    },
  })
  if (name === undefined) {
    return (
      <Group>
        <Button variant="default" size="xs" disabled={!folder} onClick={() => setName('')}>
          New Flow
        </Button>
      </Group>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) create.mutate(name.trim())
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput className="grows" label="Name of the new helper flow" required maxLength={255} autoFocus value={name} error={create.error?.message} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
          Create
        </Button>
      </Group>
    </form>
  )
}
