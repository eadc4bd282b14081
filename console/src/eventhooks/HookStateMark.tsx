import { State, type Tone } from '../shown/Tone'
import { stateOf, type DeliveryState, type EventHook, type HookState } from './hooks'

const TONES: Record<HookState, Tone> = { Active: 'good', Unverified: 'attention', Inactive: 'still', Paused: 'still' }

/** The one state of a hook; red when it is active and cannot deliver. */
export function HookStateMark({ hook, state }: { hook: EventHook; state?: DeliveryState }) {
  const word = stateOf(hook, state)
  const troubled = word === 'Active' && ['cannot deliver', 'receiver down', 'retrying'].includes(hook.health.status)
  return <State tone={troubled ? 'bad' : TONES[word]}>{word}</State>
}
