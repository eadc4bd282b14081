import { Alert, Button, Group, Modal, NativeSelect, Stack, Table as Listed, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ask, askPart } from '../api/client'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { foldersQuery, type Table } from './tables'

/** All tables: where they lie, what they hold. */
export function TableListPage() {
  const mayManage = useMay('manage_flows')
  const [creating, { open, close }] = useDisclosure()
  const tables = useInfiniteQuery({
    queryKey: ['tables', 'list'],
    queryFn: ({ pageParam }) => askPart(api.GET('/api/hookline/v1/tables', { params: { query: { limit: 100, after: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  })
  const all = tables.data?.pages.flatMap((part) => part.items) ?? []
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New Table
    </Button>
  )
  return (
    <Page title="Tables" about="Rows that flows keep between executions." actions={all.length > 0 && create}>
      {tables.isPending && <Loading what="the tables" />}
      {tables.isError && <Failed error={tables.error} retry={() => void tables.refetch()} />}
      {tables.isSuccess && all.length === 0 && (
        <Nothing title="No tables yet" action={create}>
          A table remembers who was seen when, how often, and what was done already. Flows read and write it with the cards of Tables.
        </Nothing>
      )}
      {all.length > 0 && (
        <Listed.ScrollContainer minWidth={620}>
          <Listed verticalSpacing="sm" aria-label="Tables">
            <Listed.Thead>
              <Listed.Tr>
                <Listed.Th scope="col">Name</Listed.Th>
                <Listed.Th scope="col">Folder</Listed.Th>
                <Listed.Th scope="col">Columns</Listed.Th>
                <Listed.Th scope="col">Rows</Listed.Th>
                <Listed.Th scope="col">Rows stay</Listed.Th>
              </Listed.Tr>
            </Listed.Thead>
            <Listed.Tbody>
              {all.map((table) => (
                <Row key={table.id} table={table} />
              ))}
            </Listed.Tbody>
          </Listed>
        </Listed.ScrollContainer>
      )}
      {tables.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={tables.isFetchingNextPage} onClick={() => void tables.fetchNextPage()}>
            Show more tables
          </Button>
        </Group>
      )}
      {creating && <NewTable close={close} />}
    </Page>
  )
}

function Row({ table }: { table: Table }) {
  return (
    <Listed.Tr>
      <Listed.Td maw={380}>
        <PageLink to="/tables/$tableId" params={{ tableId: table.id }} fw={600} className="wrapped" dir="auto" underline="hover">
          {table.name}
        </PageLink>
        {table.description && (
          <Text size="xs" c="dimmed" className="wrapped" dir="auto">
            {table.description}
          </Text>
        )}
      </Listed.Td>
      <Listed.Td maw={220} className="wrapped" dir="auto">
        {table.folder?.name}
      </Listed.Td>
      <Listed.Td>{table.columns.length}</Listed.Td>
      <Listed.Td>{table.rowCount.toLocaleString()}</Listed.Td>
      <Listed.Td>{table.keepDays ? (table.keepDays === 1 ? '1 day' : `${table.keepDays} days`) : 'For ever'}</Listed.Td>
    </Listed.Tr>
  )
}

function NewTable({ close }: { close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const folders = useQuery(foldersQuery)
  const [name, setName] = useState('')
  const [folder, setFolder] = useState('')
  const [newFolder, setNewFolder] = useState('')
  const [column, setColumn] = useState('')
  const [tried, setTried] = useState(false)
  const known = folders.data ?? []
  const chosen = folder || known[0]?.id || 'new'
  const create = useMutation({
    mutationFn: async () => {
      const id = chosen === 'new' ? (await ask(api.POST('/api/hookline/v1/folders', { body: { name: newFolder.trim() } }))).id : chosen
      // When the table is refused, the folder is there: the next try uses it.
      setFolder(id)
      return ask(api.POST('/api/hookline/v1/tables', { body: { name: name.trim(), folder: { id }, columns: [{ name: column.trim(), index: 'none' }] } }))
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['folders'] }),
    onSuccess: (table) => {
      void queries.invalidateQueries({ queryKey: ['tables'] })
      return navigate({ to: '/tables/$tableId', params: { tableId: table.id } })
    },
  })
  const missing = (text: string, what: string) => (tried && text.trim() === '' ? what : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() && column.trim() && (chosen !== 'new' || newFolder.trim())) create.mutate()
  }
  return (
    <Modal opened onClose={close} title="New Table" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput label="Table name" required data-autofocus value={name} error={missing(name, 'A table needs a name.')} onChange={(event) => setName(event.currentTarget.value)} />
          <NativeSelect
            label="Folder"
            value={chosen}
            onChange={(event) => setFolder(event.currentTarget.value)}
            data={[...known.map((one) => ({ value: one.id, label: one.parent ? `${one.parent.name} / ${one.name}` : one.name })), { value: 'new', label: 'A new folder' }]}
          />
          {chosen === 'new' && (
            <TextInput label="Folder name" required value={newFolder} error={missing(newFolder, 'A folder needs a name.')} onChange={(event) => setNewFolder(event.currentTarget.value)} />
          )}
          <TextInput
            label="First column"
            description="Further ones, their types and indexes come with Columns and settings."
            required
            value={column}
            error={missing(column, 'A table needs a column.')}
            onChange={(event) => setColumn(event.currentTarget.value)}
          />
          {create.error && (
            <Alert color="red" role="alert" variant="light" title="The table was not created">
              <Text size="sm" className="wrapped">
                {create.error.message}
              </Text>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={create.isPending}>
              Create table
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
