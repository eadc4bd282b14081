import { State } from '../shown/Tone'
import { STATUSES, type Status } from './executions'

export function ExecutionStatusMark({ status }: { status: Status }) {
  const { label, tone } = STATUSES[status]
  return <State tone={tone}>{label}</State>
}
