import type { Permission } from '../session/session'

/** The address of a page that may not be there: the router says which are. Its type is that of one that is. */
export const pageOf = (path: string) => path as '/'

/** A page as the palette names it. */
export interface Place {
  path: string
  label: string
  /** Other words by which people look for it. */
  words?: string
  /** Who may not do this has no use for it. */
  needs?: Permission
}

/** Every page that the palette leads to, in the order of the menu; those that the router does not have are left out. */
export const PLACES: Place[] = [
  { path: '/', label: 'Home', words: 'overview attention charts' },
  { path: '/event-hooks', label: 'Event Hooks' },
  { path: '/event-hooks/new', label: 'Create Event Hook', words: 'new' },
  { path: '/flows', label: 'Workflows Console', words: 'flows folders' },
  { path: '/executions', label: 'Execution History', words: 'runs' },
  { path: '/connections', label: 'Connections', words: 'credentials' },
  { path: '/connections/new', label: 'New Connection' },
  { path: '/tables', label: 'Tables', words: 'rows' },
  { path: '/approvals', label: 'Approvals', words: 'decide' },
  { path: '/system-log', label: 'System Log', words: 'events' },
  { path: '/event-types', label: 'Event Types', words: 'catalog' },
  { path: '/alerts', label: 'Alerts', words: 'alert rules problems' },
  { path: '/sources', label: 'Sources', words: 'ingest tokens' },
  { path: '/people', label: 'People', words: 'users accounts', needs: 'manage_users' },
  { path: '/roles', label: 'Roles', words: 'permissions', needs: 'manage_users' },
  { path: '/api-tokens', label: 'API Tokens', needs: 'manage_users' },
  { path: '/account', label: 'Your account', words: 'password sessions' },
  { path: '/status', label: 'Status', words: 'disk queue lag halt' },
  { path: '/settings', label: 'Settings', words: 'configuration' },
]
