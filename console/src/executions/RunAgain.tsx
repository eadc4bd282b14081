import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import type { Execution } from './executions'

/** Runs an execution again, from its start or from the card that failed, and goes to the new one. */
export function RunAgain({ execution, from, size }: { execution: Execution; from: 'start' | 'failed'; size?: 'xs' }) {
  const navigate = useNavigate()
  const mayRun = useMay('run_flows')
  const again = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/executions/{executionId}/rerun', { params: { path: { executionId: execution.id } }, body: { from } })),
    onSuccess: (made) => navigate({ to: '/executions/$executionId', params: { executionId: made.id } }),
  })
  if (!mayRun || !execution.dataSaved) return null
  return (
    <div>
      <Button size={size} variant={from === 'failed' ? 'default' : undefined} loading={again.isPending} onClick={() => again.mutate()}>
        {from === 'failed' ? 'Run again from the failed card' : 'Run again'}
      </Button>
      {again.error && (
        <Text size="sm" c="red" role="alert" className="wrapped" maw={420}>
          {again.error.message}
        </Text>
      )}
    </div>
  )
}
