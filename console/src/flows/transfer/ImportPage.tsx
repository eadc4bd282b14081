import { Alert, Box, Button, FileButton, Group, Paper, Progress, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { ButtonLink, PageLink } from '../../shown/links'
import { Page } from '../../shown/Page'
import { Nothing } from '../../shown/states'
import { State } from '../../shown/Tone'
import { EFFECTS, refreshFlows, STARTS } from '../flows'
import { folderNameOf, size, taken } from './files'
import '../folders.css'

type Checked = Schemas['CheckedFlopack']

interface Entry {
  key: number
  file: File
  folder: string
  step: 'reading' | 'read' | 'importing' | 'imported' | 'refused'
  text?: string
  checked?: Checked
  refusal?: string
  made?: Schemas['Imported']
}

const ACCEPTED = '.flopack,.flow,.folder,.json,application/json'

/** Files are looked at, then imported; nothing is made before somebody has seen what is in them. */
export function ImportPage() {
  const mayManage = useMay('manage_flows')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [entries, setEntries] = useState<Entry[]>([])
  const [over, setOver] = useState(false)
  const keys = useRef(0)
  const change = (key: number, more: Partial<Entry>) => setEntries((all) => all.map((one) => (one.key === key ? { ...one, ...more } : one)))

  const add = useCallback(async (files: File[]) => {
    for (const file of files) {
      const key = keys.current++
      setEntries((all) => [...all, { key, file, folder: folderNameOf(file.name, []), step: 'reading' }])
      try {
        const text = await file.text()
        const checked = await ask(api.POST('/api/hookline/v1/flows/import/check', { body: text as never, bodySerializer: (body: unknown) => body as string }))
        change(key, { step: 'read', text, checked, folder: folderNameOf(file.name, checked.folders) })
      } catch (error) {
        change(key, { step: 'refused', refusal: error instanceof Error ? error.message : String(error) })
      }
    }
  }, [])
  useEffect(() => void add(taken()), [add])

  const bring = async (entry: Entry) => {
    change(entry.key, { step: 'importing' })
    try {
      const made = await ask(
        api.POST('/api/hookline/v1/flows/import', { params: { query: { folder: entry.folder.trim() } }, body: entry.text as never, bodySerializer: (body: unknown) => body as string }),
      )
      change(entry.key, { step: 'imported', made, text: undefined })
      return made.folder.id
    } catch (error) {
      change(entry.key, { step: 'read', refusal: error instanceof Error ? error.message : String(error) })
      return undefined
    } finally {
      refreshFlows(queries)
      void queries.invalidateQueries({ queryKey: ['connections'] })
    }
  }
  const ready = entries.filter((entry) => entry.step === 'read')
  const bringAll = async () => {
    const made: string[] = []
    for (const entry of ready) {
      const folder = await bring(entry)
      if (folder) made.push(folder)
    }
    if (entries.length === 1 && made.length === 1) void navigate({ to: '/flows/setup', search: { folder: made[0] } })
  }
  const done = entries.filter((entry) => entry.step === 'imported').length
  const busy = entries.some((entry) => entry.step === 'importing')

  return (
    <Page title="Import flows" about={<PageLink to="/flows">Workflows Console</PageLink>}>
      {!mayManage ? (
        <Nothing title="You may not import flows">It needs the permission manage_flows.</Nothing>
      ) : (
        <>
          <Box
            className={over ? 'drop drop-over' : 'drop'}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(false)
              void add([...event.dataTransfer.files])
            }}
          >
            <Stack align="center" gap="xs">
              <Text>Drop .flopack, .flow or .json files here. You see what is in them before anything is made.</Text>
              <FileButton multiple accept={ACCEPTED} onChange={(files) => void add(files)} inputProps={{ 'aria-label': 'Files to import' }}>
                {(props) => (
                  <Button variant="default" {...props}>
                    Choose files
                  </Button>
                )}
              </FileButton>
            </Stack>
          </Box>
          {entries.length > 1 && (busy || done > 0) && (
            <Box role="status">
              <Text size="sm">
                {done} of {entries.length} files imported
              </Text>
              <Progress value={(100 * done) / entries.length} aria-label={`${done} of ${entries.length} files imported`} />
            </Box>
          )}
          {entries.map((entry) => (
            <Shown key={entry.key} entry={entry} rename={(folder) => change(entry.key, { folder })} leave={() => setEntries((all) => all.filter((one) => one.key !== entry.key))} />
          ))}
          {ready.length > 0 && (
            <Group>
              <Button loading={busy} disabled={ready.some((entry) => !entry.folder.trim())} onClick={() => void bringAll()}>
                {ready.length === 1 ? 'Import' : `Import ${ready.length} files`}
              </Button>
              <Text size="sm" c="dimmed">
                Everything comes in off, with empty connections.
              </Text>
            </Group>
          )}
        </>
      )}
    </Page>
  )
}

function Shown({ entry, rename, leave }: { entry: Entry; rename: (name: string) => void; leave: () => void }) {
  const { checked, file, step } = entry
  return (
    <Paper withBorder p="md" component="section" aria-label={file.name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Box className="grows">
            <Title order={2} size="h4" className="wrapped" dir="auto">
              {file.name}
            </Title>
            <Text size="sm" c="dimmed" role="status">
              {size(file.size)}
              {step === 'reading' && ', being read…'}
              {step === 'importing' && ', being imported…'}
              {step === 'imported' && ', imported'}
              {checked && `: ${counted(checked)}`}
            </Text>
          </Box>
          {(step === 'read' || step === 'refused') && (
            <Button size="xs" variant="default" onClick={leave} aria-label={`Leave it out: ${file.name}`}>
              Leave it out
            </Button>
          )}
          {entry.made && (
            <ButtonLink size="xs" to="/flows/setup" search={{ folder: entry.made.folder.id }}>
              Before you turn this on
            </ButtonLink>
          )}
        </Group>
        {entry.refusal && (
          <Alert color="red" variant="light" role="alert" title="This file cannot be imported">
            <Text size="sm" className="wrapped">
              {entry.refusal}
            </Text>
          </Alert>
        )}
        {(step === 'reading' || step === 'importing') && <Progress value={100} animated aria-label={`${file.name} is worked on`} />}
        {checked && (
          <>
            {step === 'read' && <TextInput label="Name of the new folder" maw={420} maxLength={255} required value={entry.folder} onChange={(event) => rename(event.currentTarget.value)} />}
            <Contents checked={checked} />
          </>
        )}
      </Stack>
    </Paper>
  )
}

function counted(checked: Checked): string {
  const many = (count: number, one: string, more = `${one}s`) => (count === 0 ? [] : [`${count} ${count === 1 ? one : more}`])
  return [...many(checked.flows.length, 'flow'), ...many(checked.folders.length, 'folder'), ...many(checked.tables.length, 'table'), ...many(checked.connections.length, 'connection')].join(', ') || 'nothing'
}

function Contents({ checked }: { checked: Checked }) {
  const places = checked.warnings.flatMap((warning) => warning.places)
  return (
    <>
      <Table aria-label="Flows of the file" className="stacked" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Flow</Table.Th>
            <Table.Th scope="col">Starts by</Table.Th>
            <Table.Th scope="col">Cards</Table.Th>
            <Table.Th scope="col">Strongest effect</Table.Th>
            <Table.Th scope="col">To set or to know</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {checked.flows.map((flow) => {
            const own = places.filter((place) => place.flowId === flow.id)
            return (
              <Table.Tr key={flow.id}>
                <Table.Td maw={320}>
                  <div>
                    <Text size="sm" fw={600} className="wrapped" dir="auto">
                      {flow.name}
                    </Text>
                    {flow.folder && (
                      <Text size="xs" c="dimmed" className="wrapped" dir="auto">
                        {flow.folder}
                      </Text>
                    )}
                  </div>
                </Table.Td>
                <Table.Td data-label="Starts by">{STARTS[flow.type]}</Table.Td>
                <Table.Td data-label="Cards">{flow.cards}</Table.Td>
                <Table.Td data-label="Strongest effect">
                  <State tone={EFFECTS[flow.highestEffect].tone}>{EFFECTS[flow.highestEffect].label}</State>
                </Table.Td>
                <Table.Td data-label="To set or to know" maw={420}>
                  {own.length === 0 ? (
                    <Text size="sm" c="dimmed">
                      Nothing
                    </Text>
                  ) : (
                    <details>
                      <summary>{own.length === 1 ? '1 thing' : `${own.length} things`}</summary>
                      {own.map((place, index) => (
                        <Text key={index} size="xs" mt={4} className="wrapped">
                          {place.cardTitle && <b dir="auto">{place.cardTitle}: </b>}
                          {place.message}
                        </Text>
                      ))}
                    </details>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {checked.connections.length > 0 && (
        <Text size="sm" className="wrapped">
          Connections to set up: {checked.connections.map((one) => `${one.name} (${one.connector})`).join(', ')}
        </Text>
      )}
      {checked.tables.length > 0 && (
        <Text size="sm" className="wrapped">
          Tables, without rows: {checked.tables.map((one) => one.name).join(', ')}
        </Text>
      )}
    </>
  )
}
