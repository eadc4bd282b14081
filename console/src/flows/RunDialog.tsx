import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import type { Lane } from './cards/lanes'
import type { Flow } from './flows'
import { endpointInputs, fieldInputs, mayAct, questions } from './inputs'

/** Runs a flow now: first without any effect, then really. */
export function RunDialog({ flow, lane }: { flow: Flow; lane: Lane }) {
  const navigate = useNavigate()
  const mayRun = useMay('run_flows')
  const [opened, { open, close }] = useDisclosure()
  const [texts, setTexts] = useState<Record<string, string>>({})
  const asked = questions(lane, flow.type)
  const endpoint = flow.type === 'endpoint'
  const [body, setBody] = useState('{}')
  const run = useMutation({
    mutationFn: (dryRun: boolean) => {
      const inputs = endpoint ? endpointInputs(body) : fieldInputs(asked, texts)
      return ask(api.POST('/api/hookline/v1/flows/{id}/run', { params: { path: { id: flow.id } }, body: { inputs: inputs as never, dryRun } }))
    },
    onSuccess: (execution) => navigate({ to: '/executions/$executionId', params: { executionId: execution.id } }),
  })
  if (!mayRun) return null
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={open}>
        Run
      </Button>
      <Modal opened={opened} onClose={close} title="Run the flow now" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          {endpoint ? (
            <Textarea
              label="Body"
              description="JSON, as a caller would send it"
              autosize
              minRows={4}
              maxRows={16}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
              classNames={{ input: 'mono' }}
            />
          ) : asked.length === 0 ? (
            <Text size="sm">It takes no inputs.</Text>
          ) : (
            asked.map((one) =>
              one.type === 'True/False' ? (
                <Select key={one.key} label={one.label} data={['true', 'false']} clearable value={texts[one.key] ?? null} onChange={(value) => setTexts({ ...texts, [one.key]: value ?? '' })} />
              ) : (
                <TextInput key={one.key} label={one.label} description={one.type} value={texts[one.key] ?? ''} onChange={(event) => setTexts({ ...texts, [one.key]: event.currentTarget.value })} />
              ),
            )
          )}
          {run.error && (
            <Alert color="red" variant="light" role="alert" title="It was not run">
              <Text size="sm" className="wrapped">
                {run.error.message}
              </Text>
            </Alert>
          )}
          <Text size="sm" c="dimmed">
            A dry run reads, and says of everything else what it would have done. {mayAct(flow.highestEffect) && flow.mode !== 'observe' ? 'A run acts.' : ''}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" loading={run.isPending && run.variables === false} onClick={() => run.mutate(false)}>
              {flow.mode === 'observe' ? 'Run, observing' : 'Run'}
            </Button>
            <Button data-autofocus loading={run.isPending && run.variables === true} onClick={() => run.mutate(true)}>
              Dry run
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
