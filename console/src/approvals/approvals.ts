import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'
import { span } from '../time/zone'

export type Approval = Schemas['Approval']

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', id],
    queryFn: () => ask(api.GET('/api/hookline/v1/approvals/{id}', { params: { path: { id } } })),
    // Somebody else may decide meanwhile.
    refetchInterval: (query) => (query.state.data?.status === 'PENDING' ? 5_000 : false),
  })

export const STATUSES: Record<Approval['status'], { label: string; tone: Tone }> = {
  PENDING: { label: 'Waits', tone: 'attention' },
  APPROVED: { label: 'Approved', tone: 'good' },
  DENIED: { label: 'Denied', tone: 'bad' },
  EXPIRED: { label: 'Nobody decided', tone: 'still' },
  CANCELLED: { label: 'Cancelled', tone: 'still' },
}

/** What it is called: when it is over only the card is known. */
export function titleOf(approval: Pick<Approval, 'title' | 'card'>): string {
  return approval.title || approval.card.title
}

/** How much time is left. */
export function left(until: string, now: number): string {
  const millis = new Date(until).getTime() - now
  return millis <= 0 ? 'Over' : `${span(Math.max(1000, millis))} left`
}

/** What holds when nobody decides. */
export function otherwise(word: Approval['otherwise']): string {
  switch (word) {
    case 'approve':
      return 'When nobody decides, it is approved.'
    case 'deny':
      return 'When nobody decides, it is denied.'
    case 'fail':
      return 'When nobody decides, the card fails.'
  }
}
