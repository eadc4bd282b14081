import { Alert, Button, Checkbox, FileInput, Group, Modal, NativeSelect, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { exportFile, fileName, importFile, save, type ImportRefused, type Progress as Far } from './transfer'
import type { Choice, Table } from './tables'

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
]

/** What the server takes at most. */
const LARGEST = 64 * 1024 * 1024

/** The rows of a file into the table: all or none. */
export function Importing({ table, close }: { table: Table; close: () => void }) {
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [delimiter, setDelimiter] = useState(',')
  const [clear, setClear] = useState(false)
  const [far, setFar] = useState<Far>()
  const stop = useRef<AbortController>(undefined)
  const send = useMutation({
    mutationFn: (chosen: File) => {
      stop.current = new AbortController()
      setFar({ sent: 0 })
      return importFile(table.id, chosen, delimiter, clear, setFar, stop.current.signal)
    },
    onSettled: () => {
      setFar(undefined)
      void queries.invalidateQueries({ queryKey: ['tables'] })
    },
  })
  const refusal = send.error as ImportRefused | null
  const lines = refusal?.lines ?? []
  const tooLarge = file && file.size > LARGEST ? 'A file can have 64 MiB. Split this one.' : undefined
  return (
    <Modal
      opened
      onClose={() => {
        stop.current?.abort()
        close()
      }}
      title="Import CSV"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <FileInput
          label="File"
          description="In UTF-8. Its first line names columns of the table; those it lacks take their defaults."
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,text/csv"
          clearable={Boolean(file)}
          clearButtonProps={{ 'aria-label': 'Take the file away' }}
          value={file}
          error={tooLarge}
          onChange={(chosen) => {
            setFile(chosen)
            send.reset()
          }}
        />
        <NativeSelect label="Between values" value={delimiter} onChange={(event) => setDelimiter(event.currentTarget.value)} data={DELIMITERS} />
        <Checkbox
          label={table.rowCount === 1 ? 'Remove the row that is there when the new ones come' : `Remove the ${table.rowCount.toLocaleString()} rows that are there when the new ones come`}
          checked={clear}
          disabled={table.rowCount === 0}
          onChange={(event) => setClear(event.currentTarget.checked)}
        />
        {far && (
          <div role="status">
            <Text size="sm">{'sent' in far ? `Sent ${Math.floor(far.sent * 100)} %` : 'Sent. The server checks and stores the rows…'}</Text>
            <Progress value={'sent' in far ? far.sent * 100 : 100} animated={'storing' in far} aria-label="How much was sent" mt={4} />
          </div>
        )}
        {send.isSuccess && (
          <Alert color="teal" variant="light" role="status" title="Imported">
            <Text size="sm">{send.data === 1 ? '1 row was added.' : `${send.data.toLocaleString()} rows were added.`}</Text>
          </Alert>
        )}
        {refusal && refusal.name !== 'AbortError' && (
          <Alert color="red" variant="light" role="alert" title="Nothing was imported">
            {lines.length > 1 ? (
              <ul className="lines">
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ) : (
              <Text size="sm" className="wrapped">
                {refusal.message}
              </Text>
            )}
          </Alert>
        )}
        <Group>
          <Button disabled={!file || Boolean(tooLarge)} loading={send.isPending} onClick={() => file && send.mutate(file)}>
            Import
          </Button>
          {send.isPending ? (
            <Button variant="default" onClick={() => stop.current?.abort()}>
              Stop
            </Button>
          ) : (
            <Button variant="default" onClick={close}>
              {send.isSuccess ? 'Done' : 'Cancel'}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

/** The rows of the table, or those that the filter leaves, as a file. */
export function Exporting({ table, choice, close }: { table: Table; choice: Choice; close: () => void }) {
  const [delimiter, setDelimiter] = useState(',')
  const [bytes, setBytes] = useState(0)
  const stop = useRef<AbortController>(undefined)
  const get = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController()
      setBytes(0)
      save(await exportFile(table.id, choice, delimiter, setBytes, stop.current.signal), fileName(table.name))
    },
  })
  return (
    <Modal
      opened
      onClose={() => {
        stop.current?.abort()
        close()
      }}
      title="Export CSV"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Text size="sm">
          {choice.where ? 'The rows that the filter leaves' : `All ${table.rowCount.toLocaleString()} rows`}, in UTF-8. Texts that a spreadsheet would run have an apostrophe before them.
        </Text>
        <NativeSelect label="Between values" data-autofocus value={delimiter} onChange={(event) => setDelimiter(event.currentTarget.value)} data={DELIMITERS} />
        {get.isPending && (
          <div role="status">
            <Text size="sm">{size(bytes)} have come</Text>
            <Progress value={100} animated aria-label="The file is coming" mt={4} />
          </div>
        )}
        {get.isSuccess && (
          <Alert color="teal" variant="light" role="status" title="Exported">
            <Text size="sm">{size(bytes)} are in your downloads.</Text>
          </Alert>
        )}
        {get.error && get.error.name !== 'AbortError' && (
          <Alert color="red" variant="light" role="alert" title="Nothing was exported">
            <Text size="sm" className="wrapped">
              {get.error.message}
            </Text>
          </Alert>
        )}
        <Group>
          <Button loading={get.isPending} onClick={() => get.mutate()}>
            Export
          </Button>
          <Button variant="default" onClick={() => (get.isPending ? stop.current?.abort() : close())}>
            {get.isPending ? 'Stop' : get.isSuccess ? 'Done' : 'Cancel'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${bytes.toLocaleString()} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000).toLocaleString()} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
