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
  { path: '/event-hooks', label: 'Event Hooks', needs: 'read_hooks' },
  { path: '/event-hooks/new', label: 'Create Event Hook', words: 'new', needs: 'manage_hooks' },
  { path: '/flows', label: 'Workflows Console', words: 'flows folders', needs: 'read_flows' },
  { path: '/templates', label: 'Templates', words: 'gallery detections install', needs: 'read_flows' },
  { path: '/executions', label: 'Execution History', words: 'runs', needs: 'read_executions' },
  { path: '/connections', label: 'Connections', words: 'credentials', needs: 'read_flows' },
  { path: '/connections/new', label: 'New Connection', needs: 'manage_connections' },
  { path: '/tables', label: 'Tables', words: 'rows', needs: 'read_flows' },
  { path: '/approvals', label: 'Approvals', words: 'decide', needs: 'approve' },
  { path: '/system-log', label: 'System Log', words: 'events', needs: 'read_log' },
  { path: '/event-types', label: 'Event Types', words: 'catalog', needs: 'read_hooks' },
  { path: '/alerts', label: 'Alerts', words: 'alert rules problems', needs: 'read_log' },
  { path: '/sources', label: 'Sources', words: 'ingest tokens', needs: 'manage_connections' },
  { path: '/people', label: 'People', words: 'users accounts', needs: 'manage_users' },
  { path: '/roles', label: 'Roles', words: 'permissions', needs: 'manage_users' },
  { path: '/api-tokens', label: 'API Tokens', needs: 'manage_users' },
  { path: '/account', label: 'Your account', words: 'password sessions' },
  { path: '/status', label: 'Status', words: 'disk queue lag halt', needs: 'read_hooks' },
  { path: '/settings', label: 'Settings', words: 'configuration', needs: 'manage_users' },
]

/** Whether somebody with these permissions has a use for a page. */
export function mayOpen(path: string, permissions: readonly Permission[]): boolean {
  const needs = PLACES.find((place) => place.path === path)?.needs
  return needs === undefined || permissions.includes(needs)
}
