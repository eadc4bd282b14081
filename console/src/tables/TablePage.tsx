import { Button, Collapse, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconColumns, IconDownload, IconFilter, IconPlus, IconRefresh, IconTrash, IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, ask, type Part } from '../api/client'
import { useMay } from '../session/session'
import { ConfirmButton } from '../shown/Confirm'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { useZone } from '../time/zone'
import { Exporting, Importing } from './Files'
import { Grid } from './Grid'
import { Settings } from './Settings'
import { rowsQuery, tableQuery, tableUsersQuery, type Choice, type Row, type Table } from './tables'
import { Where } from './Where'
import { conditionsOf, said } from './conditions'
import '../shown/facts.css'

const route = getRouteApi('/tables/$tableId')

/** One table: its rows in a grid, its columns, its files, and who uses it. */
export function TablePage() {
  const { tableId } = route.useParams()
  const table = useQuery(tableQuery(tableId))
  const mayRead = useMay('read_executions')
  return (
    <Page
      title={table.data?.name ?? 'Table'}
      about={
        <>
          <PageLink to="/tables">Tables</PageLink>
          {table.data?.description && (
            <Text className="wrapped" dir="auto">
              {table.data.description}
            </Text>
          )}
        </>
      }
      actions={table.data && <Actions table={table.data} />}
    >
      {table.isPending && <Loading what="the table" />}
      {table.isError && <Failed error={table.error} retry={() => void table.refetch()} />}
      {table.data && (
        <>
          <About table={table.data} />
          {mayRead ? <Rows key={tableId} table={table.data} /> : <Nothing title="You may not see the rows">Rows are shown to those who may read the values of executions.</Nothing>}
        </>
      )}
    </Page>
  )
}

function About({ table }: { table: Table }) {
  const users = useQuery(tableUsersQuery(table.id))
  return (
    <dl className="facts">
      <div>
        <dt>Rows</dt>
        <dd>{table.rowCount.toLocaleString()}</dd>
      </div>
      <div>
        <dt>Folder</dt>
        <dd dir="auto">{table.folder?.name}</dd>
      </div>
      <div>
        <dt>Rows stay</dt>
        <dd>{table.keepDays ? `${table.keepDays} ${table.keepDays === 1 ? 'day' : 'days'} after their last change` : 'For ever'}</dd>
      </div>
      {table.uniqueKeys.length > 0 && (
        <div>
          <dt>Unique together</dt>
          <dd dir="auto">{table.uniqueKeys.map((key) => key.join(' + ')).join('; ')}</dd>
        </div>
      )}
      <div>
        <dt>Used by</dt>
        <dd>
          {users.data?.length === 0 && 'No flow'}
          {users.isPending && '…'}
          {users.isError && users.error.message}
          {users.data?.map((flow, index) => (
            <span key={flow.id} dir="auto">
              {index > 0 && ', '}
              {flow.name}
            </span>
          ))}
        </dd>
      </div>
    </dl>
  )
}

function Actions({ table }: { table: Table }) {
  const mayManage = useMay('manage_flows')
  const mayRead = useMay('read_executions')
  const [settings, { open: openSettings, close: closeSettings }] = useDisclosure()
  const [importing, { open: openImport, close: closeImport }] = useDisclosure()
  const [exporting, { open: openExport, close: closeExport }] = useDisclosure()
  const search = route.useSearch()
  return (
    <Group gap="xs">
      {mayManage && (
        <Button variant="default" leftSection={<IconColumns size={16} aria-hidden />} onClick={openSettings}>
          Columns and settings
        </Button>
      )}
      {mayManage && (
        <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={openImport}>
          Import CSV
        </Button>
      )}
      {mayRead && (
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={openExport}>
          Export CSV
        </Button>
      )}
      {mayManage && <DeleteTable table={table} />}
      {settings && <Settings table={table} close={closeSettings} />}
      {importing && <Importing table={table} close={closeImport} />}
      {exporting && <Exporting table={table} choice={{ where: search.where }} close={closeExport} />}
    </Group>
  )
}

function DeleteTable({ table }: { table: Table }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <ConfirmButton
      label="Delete"
      size="sm"
      icon={<IconTrash size={16} aria-hidden />}
      title="Delete the table?"
      yes="Delete the table"
      no="Keep it"
      act={() => ask(api.DELETE('/api/hookline/v1/tables/{id}', { params: { path: { id: table.id } } }))}
      done={async () => {
        await navigate({ to: '/tables' })
        await queries.invalidateQueries({ queryKey: ['tables'] })
      }}
    >
      The table <b dir="auto">{table.name}</b> and its {table.rowCount.toLocaleString()} rows are gone for good. A table that flows use is not deleted.
    </ConfirmButton>
  )
}

function Rows({ table }: { table: Table }) {
  const queries = useQueryClient()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { zone } = useZone()
  const mayEdit = useMay('manage_flows')
  const choice: Choice = { sort: search.sort, descending: search.desc === 'true', where: search.where }
  // Where each part begins; the last one is shown.
  const [parts, setParts] = useState<{ after?: string; before: number }[]>([{ before: 0 }])
  const [filtering, { toggle, close }] = useDisclosure(Boolean(search.where))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const chosenOrder = `${search.sort ?? ''} ${search.desc ?? ''} ${search.where ?? ''}`
  useEffect(() => {
    setParts([{ before: 0 }])
    setChosen(new Set())
  }, [chosenOrder])

  const part = parts.at(-1)!
  const query = rowsQuery(table.id, choice, part.after)
  const rows = useQuery({ ...query, placeholderData: (before) => before })
  const conditions = conditionsOf(search.where)

  const replace = (row: Row) =>
    queries.setQueryData<Part<Row>>(query.queryKey, (shown) => shown && { ...shown, items: shown.items.map((one) => (one.id === row.id ? row : one)) })
  const again = () => {
    void queries.invalidateQueries({ queryKey: ['tables', table.id] })
  }
  const add = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/tables/{id}/rows', { params: { path: { id: table.id } }, body: { values: {} } })),
    // Shown where it can be edited, wherever it would be in this order.
    onSuccess: (row) => {
      queries.setQueryData<Part<Row>>(query.queryKey, (shown) => shown && { ...shown, items: [row, ...shown.items] })
      void queries.invalidateQueries({ queryKey: ['tables', table.id], exact: true })
    },
  })
  const remove = useMutation({
    mutationFn: async () => {
      for (const id of chosen) {
        const row = rows.data?.items.find((one) => one.id === id)
        await ask(
          api.DELETE('/api/hookline/v1/tables/{id}/rows/{rowId}', {
            params: { path: { id: table.id, rowId: id }, header: row ? { 'If-Match': `"${row.version}"` } : undefined },
          }),
        )
      }
    },
    onSuccess: () => setChosen(new Set()),
    onSettled: again,
  })
  const clear = useMutation({
    mutationFn: () => ask(api.DELETE('/api/hookline/v1/tables/{id}/rows', { params: { path: { id: table.id } } })),
    onSuccess: () => setParts([{ before: 0 }]),
    onSettled: again,
  })
  const sort = (column: string) =>
    void navigate({
      search: (before) => {
        const up = before.sort !== column
        const none = before.sort === column && before.desc === 'true'
        return { ...before, sort: none ? undefined : column, desc: up || none ? undefined : 'true' }
      },
      replace: true,
    })
  const filter = (where: string | undefined) => void navigate({ search: (before) => ({ ...before, where }), replace: true })
  const shown = rows.data?.items ?? []
  const problem = add.error

  return (
    <Stack gap="sm" component="section" aria-label="Rows of the table">
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Button size="xs" variant="default" leftSection={<IconFilter size={14} aria-hidden />} aria-expanded={filtering} onClick={toggle}>
            Filter{conditions.length > 0 ? ` (${conditions.length})` : ''}
          </Button>
          {mayEdit && (
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} loading={add.isPending} onClick={() => add.mutate()}>
              Add row
            </Button>
          )}
          {mayEdit && chosen.size > 0 && <DeleteRows count={chosen.size} remove={() => remove.mutateAsync()} />}
          {mayEdit && chosen.size === 0 && table.rowCount > 0 && <ClearRows count={table.rowCount} clear={() => clear.mutateAsync()} />}
        </Group>
        <Button size="xs" variant="subtle" leftSection={<IconRefresh size={14} aria-hidden />} loading={rows.isFetching} onClick={again}>
          Read again
        </Button>
      </Group>
      <Collapse expanded={filtering}>
        {filtering && <Where key={search.where ?? ''} columns={table.columns} where={search.where} utc={zone === 'utc'} apply={filter} close={close} />}
      </Collapse>
      {!filtering && conditions.length > 0 && (
        <Text size="sm" className="wrapped" dir="auto">
          Only rows where {said(conditions)}.{' '}
          <Button size="compact-xs" variant="default" onClick={() => filter(undefined)}>
            Show all rows
          </Button>
        </Text>
      )}
      {problem && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {problem.message}
        </Text>
      )}
      {rows.isPending && <Loading what="the rows" />}
      {rows.isError && <Failed error={rows.error} retry={() => void rows.refetch()} />}
      {rows.isSuccess && shown.length === 0 && (
        <Nothing title={conditions.length > 0 ? 'No row fulfils the filter' : 'No rows yet'}>
          {conditions.length > 0 ? undefined : 'Flows add rows with the cards of Tables; here you add them one by one or import a file.'}
        </Nothing>
      )}
      {shown.length > 0 && (
        <Grid
          key={`${chosenOrder} ${part.after ?? ''}`}
          tableId={table.id}
          columns={table.columns}
          rows={shown}
          before={part.before}
          choice={choice}
          sort={sort}
          mayEdit={mayEdit}
          chosen={chosen}
          choose={setChosen}
          replace={replace}
        />
      )}
      {shown.length > 0 && (
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" role="status">
            Rows {(part.before + 1).toLocaleString()} to {(part.before + shown.length).toLocaleString()}
            {conditions.length === 0 ? ` of ${table.rowCount.toLocaleString()}` : ' of those that the filter leaves'}
          </Text>
          <Group gap="xs">
            <Button size="xs" variant="default" leftSection={<IconChevronLeft size={14} aria-hidden />} disabled={parts.length === 1} onClick={() => setParts(parts.slice(0, -1))}>
              Previous rows
            </Button>
            <Button
              size="xs"
              variant="default"
              rightSection={<IconChevronRight size={14} aria-hidden />}
              disabled={!rows.data?.next || rows.isPlaceholderData}
              onClick={() => setParts([...parts, { after: rows.data?.next, before: part.before + shown.length }])}
            >
              Next rows
            </Button>
          </Group>
        </Group>
      )}
      {mayEdit && shown.length > 0 && (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          Arrows move, Enter or typing edits, Tab goes on while editing, Escape gives up, Delete empties a cell.
        </Text>
      )}
    </Stack>
  )
}

function DeleteRows({ count, remove }: { count: number; remove: () => Promise<unknown> }) {
  return (
    <ConfirmButton
      label={count === 1 ? 'Delete 1 row' : `Delete ${count.toLocaleString()} rows`}
      icon={<IconTrash size={14} aria-hidden />}
      title={count === 1 ? 'Delete the row?' : `Delete ${count.toLocaleString()} rows?`}
      yes="Delete"
      no="Keep them"
      act={remove}
    >
      What flows remember there is gone for good. A row that has changed since it was read stays.
    </ConfirmButton>
  )
}

function ClearRows({ count, clear }: { count: number; clear: () => Promise<unknown> }) {
  return (
    <ConfirmButton label="Delete all rows" icon={<IconTrash size={14} aria-hidden />} title="Delete all rows?" yes="Delete" no="Keep them" act={clear}>
      {count.toLocaleString()} rows are gone for good, also those that are not shown here. Columns and settings stay.
    </ConfirmButton>
  )
}
