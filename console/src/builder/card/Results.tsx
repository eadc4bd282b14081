import { Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { addField, eachCard, link, linksOnWay, methodIn, resultsOf, sourceOf, typeName, unlinkWay, type CardNode, type FieldAt, type ResultField, type Sequence } from '../document'
import { fieldsOf, labelOf, titleOf } from '../../flows/cards/document'
import { JOIN } from '../document/special'
import { useBuilder } from '../page/builder'
import { FieldMenu, TypeChoice } from './FieldMenu'
import { formOf, type FormField, type FormGroup } from './form'
import { Outputs } from './Outputs'
import { ChooseValue } from './SourcePicker'
import { SourcePill } from './SourcePill'

/** The outputs of a card with ways: each way sets them, and the cards behind take them. */
export function Results({ node, groups }: { node: CardNode; groups: readonly FormGroup[] }) {
  const { catalog } = useBuilder()
  const [opened, setOpened] = useState(false)
  const join = node.join
  // Those of an If/Else are the fields of the join at which its ways meet.
  const shown = join ? formOf(catalog.get(JOIN), join.method).outputs.map((group) => ({ ...group, creates: undefined })) : groups
  const some = shown.some((group) => group.fields.length > 0)
  return (
    <>
      {some && <Outputs at={join?.at ?? node.at} groups={shown.filter((group) => group.fields.length > 0)} />}
      <Button size="compact-xs" variant="default" onClick={() => setOpened(true)}>
        {some ? 'View Outputs' : 'Create Outputs'}
      </Button>
      {opened && <Dialog node={node} close={() => setOpened(false)} />}
    </>
  )
}

function Dialog({ node, close }: { node: CardNode; close: () => void }) {
  const { document, change, readOnly } = useBuilder()
  const results = resultsOf(document, node.at)
  const title = titleOf(node.method)
  return (
    <Modal opened onClose={close} title={`Outputs of ${title}`} size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        {results.length === 0 ? (
          <Text size="sm">Each way can set values that the cards behind “{title}” take, whichever way ran.</Text>
        ) : (
          <Table aria-label={`Outputs of ${title}`} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Output</Table.Th>
                {node.lanes.map((lane) => (
                  <Table.Th key={`${lane.flow} ${lane.start}`}>{lane.title}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {results.map((result) => (
                <Table.Tr key={result.output.field}>
                  <Table.Td style={{ verticalAlign: 'top' }}>
                    <Group gap={4} wrap="nowrap">
                      <Text size="sm" fw={500} dir="auto">
                        {result.label}
                      </Text>
                      <FieldMenu at={result.output} side="output" field={asField(result, document)} />
                    </Group>
                    <Text size="xs" c="dimmed">
                      {typeOfResult(result, document)}
                    </Text>
                  </Table.Td>
                  {node.lanes.map((lane) => {
                    const way = result.ways.find((one) => one.start === lane.start && one.flow === lane.flow)
                    return (
                      <Table.Td key={`${lane.flow} ${lane.start}`} style={{ verticalAlign: 'top' }}>
                        {way && <Way label={result.label} way={way} lane={lane} node={node} />}
                      </Table.Td>
                    )
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {!readOnly && <NewResult add={(key, type, list) => change(`Create the output ${key}`, (before, ids) => addField(before, node.at, 'output', { key, type, list }, ids).document)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** What one way gives to an output. */
function Way({ label, way, lane, node }: { label: string; way: ResultField['ways'][number]; lane: Sequence; node: CardNode }) {
  const { document, change, readOnly, jump } = useBuilder()
  const own = linksOnWay(document, way.target, lane.start)
  const links = sourceOf(document, way.target)
  const elsewhere = cardsOf(node.lanes.filter((one) => one !== lane))
  const sources = node.join ? links.filter((source) => own.some((one) => one.output === source.output && one.source === source.card.card) || (own.length > 0 && !elsewhere.has(source.card.card) && links.length === 1)) : links
  const field = `${label} on the way ${lane.title}`
  return (
    <Group gap={4} wrap="nowrap">
      <div className="grows">
        {sources.length > 0 ? (
          sources.map((source) => (
            <SourcePill
              key={`${source.card.card} ${source.names.join(' ')}`}
              input={field}
              title={source.title}
              names={source.names}
              jump={() => jump(source.card)}
              remove={readOnly ? undefined : () => change(`Remove the link of ${label}`, (before) => unlinkWay(before, way.target, lane.start))}
            />
          ))
        ) : (
          <Text size="xs" c="dimmed">
            Nothing
          </Text>
        )}
      </div>
      {!readOnly && (
        <ChooseValue
          at={way.target}
          label={field}
          without={node.join ? elsewhere : undefined}
          pick={(offer) => change(`Set ${label} on the way ${lane.title}`, (before, ids) => link(before, offer.source, way.target, ids))}
        />
      )}
    </Group>
  )
}

function cardsOf(lanes: readonly Sequence[]): ReadonlySet<string> {
  const cards = new Set<string>()
  for (const lane of lanes) eachCard(lane, (one) => cards.add(one.at.card))
  return cards
}

function NewResult({ add }: { add: (key: string, type: string, list: boolean) => void }) {
  const [key, setKey] = useState('')
  const [type, setType] = useState('string')
  const [list, setList] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!key.trim()) return
        add(key.trim(), type, list)
        setKey('')
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput label="Name of a new output" size="xs" value={key} onChange={(event) => setKey(event.currentTarget.value)} />
        <TypeChoice
          type={type}
          list={list}
          set={(nextType, nextList) => {
            setType(nextType)
            setList(nextList)
          }}
        />
        <Button type="submit" size="xs" disabled={key.trim() === ''}>
          Create output
        </Button>
      </Group>
    </form>
  )
}

function outputIn(at: FieldAt, document: Parameters<typeof methodIn>[0]) {
  return fieldsOf(methodIn(document, at).node.model.outputs).find((one) => one.id === at.field)
}

function typeOfResult(result: ResultField, document: Parameters<typeof methodIn>[0]): string {
  const output = outputIn(result.output, document)
  return typeName({ type: output?.value?.type ?? 'string', collection: output?.value?.collection ?? false })
}

function asField(result: ResultField, document: Parameters<typeof methodIn>[0]): FormField {
  const output = outputIn(result.output, document)
  return {
    id: result.output.field,
    group: '',
    key: result.key,
    label: output ? labelOf(output) : result.label,
    help: '',
    widget: 'text',
    value: { type: output?.value?.type ?? 'string', collection: output?.value?.collection ?? false },
    required: false,
    secret: false,
    custom: true,
    stale: false,
    constant: undefined,
  }
}
