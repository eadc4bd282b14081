import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { answers } from '../api/client'
import { whenReached } from '../api/reach'
import { Failed, Loading } from '../shown/states'
import { NotFound } from './NotFound'
import { Shell } from './Shell'

/** A page that is loaded when somebody first goes there. Its type does not depend on what it links to. */
function page(load: () => Promise<Record<string, unknown>>, name: string): RouteComponent {
  return lazyRouteComponent(() => whenReached(load as () => Promise<Record<string, RouteComponent>>, answers), name)
}

const root = createRootRoute({ component: Shell as RouteComponent, notFoundComponent: NotFound })

/** The texts of an address's query, empty ones left out. */
function texts<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>) => {
    const found: Partial<Record<K, string>> = {}
    for (const name of names) {
      const value = search[name]
      if ((typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean') found[name] = String(value)
    }
    return found
  }
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: page(() => import('../home/HomePage'), 'HomePage'),
})

const eventHooks = createRoute({
  getParentRoute: () => root,
  path: '/event-hooks',
  component: page(() => import('../eventhooks/HookListPage'), 'HookListPage'),
})

const newHook = createRoute({
  getParentRoute: () => root,
  path: '/event-hooks/new',
  validateSearch: texts('type', 'flow'),
  component: page(() => import('../eventhooks/wizard/WizardPage'), 'NewHookPage'),
})

const editHook = createRoute({
  getParentRoute: () => root,
  path: '/event-hooks/$hookId/edit',
  validateSearch: texts('step'),
  component: page(() => import('../eventhooks/wizard/WizardPage'), 'EditHookPage'),
})

const hook = createRoute({
  getParentRoute: () => root,
  path: '/event-hooks/$hookId',
  validateSearch: texts('status', 'delivery'),
  component: page(() => import('../eventhooks/HookPage'), 'HookPage'),
})

const log = createRoute({
  getParentRoute: () => root,
  path: '/system-log',
  validateSearch: texts('q', 'filter', 'since', 'until', 'event'),
  component: page(() => import('../log/LogPage'), 'LogPage'),
})

const eventTypes = createRoute({
  getParentRoute: () => root,
  path: '/event-types',
  validateSearch: texts('q', 'group', 'eligible', 'seen'),
  component: page(() => import('../catalog/EventTypePage'), 'EventTypePage'),
})

const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  component: page(() => import('../sources/SourcePage'), 'SourcePage'),
})

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: page(() => import('../alerts/AlertPage'), 'AlertPage'),
})

const status = createRoute({
  getParentRoute: () => root,
  path: '/status',
  component: page(() => import('../status/StatusPage'), 'StatusPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: page(() => import('../settings/SettingsPage'), 'SettingsPage'),
})

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: texts('folder', 'q', 'mode', 'sort'),
  component: page(() => import('../flows/FlowListPage'), 'FlowListPage'),
})

const importFlows = createRoute({
  getParentRoute: () => root,
  path: '/flows/import',
  component: page(() => import('../flows/transfer/ImportPage'), 'ImportPage'),
})

const setupFlows = createRoute({
  getParentRoute: () => root,
  path: '/flows/setup',
  validateSearch: texts('folder', 'flow'),
  component: page(() => import('../flows/setup/SetupPage'), 'SetupPage'),
})

const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: page(() => import('../templates/TemplateListPage'), 'TemplateListPage'),
})

const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$templateId',
  component: page(() => import('../templates/TemplatePage'), 'TemplatePage'),
})

const newFlow = createRoute({
  getParentRoute: () => root,
  path: '/flows/new',
  validateSearch: texts('folder', 'draft'),
  component: page(() => import('../builder/page/BuilderPage'), 'NewFlowPage'),
})

const editFlow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId/edit',
  validateSearch: texts('execution'),
  component: page(() => import('../builder/page/BuilderPage'), 'EditFlowPage'),
})

const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId',
  validateSearch: texts('tab'),
  component: page(() => import('../flows/FlowPage'), 'FlowPage'),
})

const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: texts('flow', 'status', 'q', 'since', 'helpers', 'parent', 'path', 'root'),
  component: page(() => import('../executions/ExecutionListPage'), 'ExecutionListPage'),
})

const execution = createRoute({
  getParentRoute: () => root,
  path: '/executions/$executionId',
  component: page(() => import('../executions/ExecutionPage'), 'ExecutionPage'),
})

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: page(() => import('../people/PeoplePage'), 'PeoplePage'),
})

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$userId',
  component: page(() => import('../people/PersonPage'), 'PersonPage'),
})

const roles = createRoute({
  getParentRoute: () => root,
  path: '/roles',
  component: page(() => import('../people/RolesPage'), 'RolesPage'),
})

const tokens = createRoute({
  getParentRoute: () => root,
  path: '/api-tokens',
  component: page(() => import('../people/TokensPage'), 'TokensPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: page(() => import('../session/AccountPage'), 'AccountPage'),
})

const tables = createRoute({
  getParentRoute: () => root,
  path: '/tables',
  component: page(() => import('../tables/TableListPage'), 'TableListPage'),
})

const table = createRoute({
  getParentRoute: () => root,
  path: '/tables/$tableId',
  validateSearch: texts('sort', 'desc', 'where'),
  component: page(() => import('../tables/TablePage'), 'TablePage'),
})

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  component: page(() => import('../connections/ConnectionListPage'), 'ConnectionListPage'),
})

const newConnection = createRoute({
  getParentRoute: () => root,
  path: '/connections/new',
  component: page(() => import('../connections/NewConnectionPage'), 'NewConnectionPage'),
})

const connection = createRoute({
  getParentRoute: () => root,
  path: '/connections/$connectionId',
  validateSearch: texts('made'),
  component: page(() => import('../connections/ConnectionPage'), 'ConnectionPage'),
})

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: texts('status'),
  component: page(() => import('../approvals/ApprovalListPage'), 'ApprovalListPage'),
})

const approval = createRoute({
  getParentRoute: () => root,
  path: '/approvals/$approvalId',
  component: page(() => import('../approvals/ApprovalPage'), 'ApprovalPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home, eventHooks, newHook, editHook, hook, log, eventTypes, sources, alerts, status, settings, flows,
    importFlows, setupFlows, templates, template, newFlow, editFlow, flow, executions, execution, people, person, roles, tokens, account, tables,
    table, connections, newConnection, connection, approvals, approval,
  ]),
  basepath: '/console',
  defaultPendingComponent: () => <Loading what="the page" />,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error instanceof Error ? error : new Error(String(error))} retry={reset} />,
  scrollRestoration: true,
  // A query's values are texts: no quotes around what looks like a number.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== '') query.set(name, String(value))
    const text = query.toString()
    return text ? `?${text}` : ''
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
