import { Button, Group, List, Modal, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { refreshFlows } from '../../flows/flows'
import { Failed } from '../../shown/states'
import { EditRefused, extractHelper, methodIn, randomIds, setConstant, type CardAt, type Document, type FieldAt, type Ids } from '../document'
import { useBuilder } from '../page/builder'

/** Makes a helper flow of the chosen cards: first the flow, then the card that calls it in their place. */
export function ExtractDialog({ ats, close }: { ats: CardAt[]; close: () => void }) {
  const { document, flow, change } = useBuilder()
  const [name, setName] = useState(`${document.name || 'Flow'}: helper`)
  const queries = useQueryClient()
  const plan = useMemo(() => planned(document, ats), [document, ats])
  const make = useMutation({
    mutationFn: () => {
      const { helper } = extractHelper(document, ats, name.trim(), randomIds)
      return ask(api.POST('/api/hookline/v1/flows', { body: { name: name.trim(), folder: { id: flow!.folder!.id }, saveData: flow!.saveData, document: helper as unknown as Schemas['FlowDocument'] } as Schemas['NewFlow'] }))
    },
    onSuccess: (made) => {
      void refreshFlows(queries)
      change(`Make the helper flow ${made.name}`, (before, ids) => calling(before, ats, made.name, made.id, ids))
      close()
    },
  })
  const homeless = !flow?.folder
  return (
    <Modal opened onClose={close} title="Make a helper flow of these cards" closeButtonProps={{ 'aria-label': 'Close' }}>
      {plan.refusal ? (
        <Text size="sm">{plan.refusal}</Text>
      ) : homeless ? (
        <Text size="sm">Save this flow first: the helper flow goes into the same folder.</Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() && !make.isPending) make.mutate()
          }}
        >
          <Text size="sm">The helper flow is saved at once, and is off. This flow calls it from your next save on.</Text>
          <TextInput mt="md" label="Name" required maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <Fields title="It takes" none="nothing" names={plan.takes} />
          <Fields title="It returns" none="nothing" names={plan.returns} />
          {make.error && <Failed error={make.error} />}
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending} disabled={!name.trim()}>
              Make helper flow
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  )
}

function Fields({ title, none, names }: { title: string; none: string; names: string[] }) {
  return (
    <>
      <Text size="sm" fw={600} mt="md">
        {title}
      </Text>
      {names.length === 0 ? (
        <Text size="sm">{none}</Text>
      ) : (
        <List size="sm">
          {names.map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
      )}
    </>
  )
}

/** What the helper flow would take and return, or why there can be none. */
export function planned(document: Document, ats: CardAt[]): { refusal?: string; takes: string[]; returns: string[] } {
  try {
    const { document: changed, call } = extractHelper(document, ats, 'Helper', randomIds)
    const { model } = methodIn(changed, call).node
    const keys = (fields: typeof model.inputs) => Object.values(fields?.data ?? {}).filter((one) => one.value?.type !== 'flo').map((one) => one.key)
    return { takes: keys(model.inputs), returns: keys(model.outputs) }
  } catch (refused) {
    if (refused instanceof EditRefused) return { refusal: refused.message, takes: [], returns: [] }
    throw refused
  }
}

/** The document with the call in the place of the cards; the helper flow has the id that the server gave it. */
function calling(document: Document, ats: CardAt[], name: string, helper: string, ids: Ids): Document {
  const { document: changed, call } = extractHelper(document, ats, name, ids)
  const flo = Object.values(methodIn(changed, call).node.model.inputs!.data!).find((one) => one.value?.type === 'flo')!
  const at: FieldAt = { ...call, side: 'input', field: flo.id }
  return setConstant(changed, at, helper)
}
