import { Button, Group, List, Modal, SegmentedControl, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Refused } from '../api/client'
import { useMay } from '../session/session'
import { State } from '../shown/Tone'
import { refreshFlows, turnFlow, type Flow, type Mode } from './flows'

const MODES = [
  { value: 'off', label: 'Off' },
  { value: 'observe', label: 'Observe' },
  { value: 'on', label: 'On' },
]

/** Off, observe, on. Helpers that are off are switched with it, once the person has seen which. */
export function FlowSwitch({ flow, size = 'xs' }: { flow: Pick<Flow, 'id' | 'name' | 'mode'>; size?: 'xs' | 'sm' }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const turn = useMutation({
    mutationFn: ({ mode, helpers }: { mode: Mode; helpers?: boolean }) => turnFlow(flow.id, mode, helpers),
    onSettled: () => refreshFlows(queries),
  })
  if (!mayManage) return <State tone={flow.mode === 'off' ? 'still' : flow.mode === 'on' ? 'good' : 'busy'}>{MODES.find((one) => one.value === flow.mode)?.label}</State>
  const helpers = turn.error instanceof Refused && Array.isArray(turn.error.said.helpers) ? (turn.error.said.helpers as { id: string; name: string }[]) : []
  const mode = turn.variables?.mode ?? flow.mode
  return (
    <div>
      <SegmentedControl
        size={size}
        aria-label={`Switch of ${flow.name}`}
        disabled={turn.isPending}
        value={turn.isPending ? mode : flow.mode}
        onChange={(value) => turn.mutate({ mode: value as Mode })}
        data={MODES}
      />
      {turn.error && helpers.length === 0 && (
        <Text size="xs" c="red" role="alert" className="wrapped" maw={320}>
          {turn.error.message}
        </Text>
      )}
      <Modal opened={helpers.length > 0} onClose={turn.reset} title="Its helpers are off" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Text>The flow calls helpers that are off. It works only with them.</Text>
        <List mt="sm" size="sm">
          {helpers.map((helper) => (
            <List.Item key={helper.id} className="wrapped">
              <span dir="auto">{helper.name}</span>
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={turn.reset}>
            Leave it off
          </Button>
          <Button onClick={() => turn.mutate({ mode, helpers: true })}>Switch them, too</Button>
        </Group>
      </Modal>
    </div>
  )
}
