import { Alert, Button, Checkbox, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { stepTone } from '../../executions/steps'
import { titleOf } from '../../flows/cards/document'
import type { Json } from '../../shown/json'
import { JsonTree } from '../../shown/JsonTree'
import { State } from '../../shown/Tone'
import { span } from '../../time/zone'
import { nodeAt, type CardAt } from '../document'
import { useBuilder } from '../page/builder'
import { given, inputsOf, type TestInput } from './testInputs'

/** Runs one card alone, with what is typed or was recorded in the run that is shown. */
export function TestCard({ at, close }: { at: CardAt; close: () => void }) {
  const { document, flow, values } = useBuilder()
  const node = nodeAt(document, at)
  const recorded = values?.(at)?.inputs
  const [inputs] = useState<TestInput[]>(() => (node ? inputsOf(node.method, recorded) : []))
  const [texts, setTexts] = useState<Record<string, string>>(() => Object.fromEntries(inputs.map((one) => [one.name, one.text])))
  const test = useMutation({
    mutationFn: (dryRun: boolean) =>
      ask(
        api.POST('/api/hookline/v1/cards/test', {
          body: { card: node!.method as unknown as Schemas['FlowCard'], inputs: given(inputs, texts), dryRun, ...(flow ? { flow: flow.id } : {}) } as never,
        }),
      ),
  })
  if (!node) return null
  const title = titleOf(node.method)
  return (
    <Modal opened onClose={close} title={`Test ${title}`} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          test.mutate(true)
        }}
      >
        <Stack>
          {recorded && (
            <Text size="sm" c="dimmed">
              Filled with what the card was given in the run that is shown.
            </Text>
          )}
          {inputs.length === 0 && <Text size="sm">It takes no inputs.</Text>}
          {inputs.map((one) => {
            const set = (value: string) => setTexts((before) => ({ ...before, [one.name]: value }))
            const value = texts[one.name] ?? ''
            if (one.type === 'True/False') return <Checkbox key={one.name} label={one.label} checked={value === 'true'} onChange={(event) => set(String(event.currentTarget.checked))} />
            return one.json ? (
              <Textarea key={one.name} label={one.label} description={`${one.type}, as JSON`} autosize minRows={2} maxRows={10} value={value} onChange={(event) => set(event.currentTarget.value)} classNames={{ input: 'mono' }} />
            ) : one.type === 'Text' ? (
              <Textarea key={one.name} label={one.label} autosize minRows={1} maxRows={8} value={value} onChange={(event) => set(event.currentTarget.value)} />
            ) : (
              <TextInput key={one.name} label={one.label} description={one.type} value={value} onChange={(event) => set(event.currentTarget.value)} />
            )
          })}
          <Text size="xs" c="dimmed">
            A dry run reads for real and acts on nothing. A test acts, as the card would in a flow.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" loading={test.isPending && !test.variables} onClick={() => test.mutate(false)}>
              Test
            </Button>
            <Button type="submit" loading={test.isPending && test.variables}>
              Dry run
            </Button>
          </Group>
        </Stack>
      </form>
      {test.error && (
        <Alert color="red" variant="light" role="alert" title="It was not tested" mt="md">
          <Text size="sm" className="wrapped">
            {test.error.message}
          </Text>
        </Alert>
      )}
      {test.data && <Result tested={test.data} title={title} />}
    </Modal>
  )
}

function Result({ tested, title }: { tested: Schemas['CardTest']; title: string }) {
  const { step } = tested
  if (!step)
    return (
      <Alert mt="md" variant="light" role="status" title="It waits">
        <Text size="sm">{tested.waitsUntil ? `It would go on at ${new Date(tested.waitsUntil).toLocaleString()}.` : 'It would wait for a call from outside.'}</Text>
      </Alert>
    )
  const { tone, label } = stepTone(step)
  const withheld = step.status === 'WITHHELD'
  return (
    <Stack mt="md" gap="sm" component="section" aria-label="Result" role="status">
      <Group gap="xs">
        <State tone={tone}>{withheld ? 'Would have acted' : label}</State>
        <Text size="sm" c="dimmed">
          {span(step.millis)}
        </Text>
      </Group>
      {step.error && (
        <Alert color="red" variant="light" p="sm" title={step.error.kind}>
          <Text size="sm" className="wrapped">
            {step.error.message}
          </Text>
          <Text size="sm" className="wrapped" mt={4}>
            What to do: {step.error.advice}
          </Text>
        </Alert>
      )}
      {step.error && <JsonTree value={step.error as unknown as Json} label={`The error of ${title}`} depth={0} />}
      {withheld && <Text size="sm">With these inputs; its outputs below are examples:</Text>}
      {withheld && <JsonTree value={(step.inputs ?? {}) as Json} label={`Inputs of ${title}`} />}
      {!step.error && (
        <>
          <Text size="xs" fw={600} c="dimmed">
            Outputs
          </Text>
          <JsonTree value={(step.outputs ?? {}) as Json} label={`Outputs of ${title}`} search />
        </>
      )}
    </Stack>
  )
}
