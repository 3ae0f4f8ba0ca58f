import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { mountChangePolicy } from './change-policy.ts';
import { mountCreateFirstOperator } from './create-first-operator.ts';
import { mountListExchanges } from './list-exchanges.ts';
import { mountListFindings } from './list-findings.ts';
import { mountListIncidents } from './list-incidents.ts';
import { mountOpenLive } from './open-live.ts';
import { mountReadExchange } from './read-exchange.ts';
import { mountReadExchangeHistogram } from './read-exchange-histogram.ts';
import { mountReadInfrastructure } from './read-infrastructure.ts';
import { mountReadMe } from './read-me.ts';
import { mountReadPolicy } from './read-policy.ts';
import { mountReadSetup } from './read-setup.ts';
import { mountSignIn } from './sign-in.ts';
import { mountSignOut } from './sign-out.ts';

type RouteName = keyof typeof DASHBOARD_ROUTES;

/** One for each declared route; the compiler misses any that is left out. */
const MOUNTS: Readonly<Record<RouteName, (app: Hono, api: Api) => void>> = {
  readSetup: mountReadSetup,
  createFirstOperator: mountCreateFirstOperator,
  signIn: mountSignIn,
  signOut: mountSignOut,
  readMe: mountReadMe,
  listExchanges: mountListExchanges,
  readExchangeHistogram: mountReadExchangeHistogram,
  readExchange: mountReadExchange,
  listIncidents: mountListIncidents,
  listFindings: mountListFindings,
  readInfrastructure: mountReadInfrastructure,
  readPolicy: mountReadPolicy,
  changePolicy: mountChangePolicy,
  openLive: mountOpenLive,
};

/** Mounts the whole API, in the order of the declaration: fixed paths before those with parameters. */
export function mountRoutes(app: Hono, api: Api): void {
  for (const name of routeNames()) MOUNTS[name](app, api);
}

function routeNames(): RouteName[] {
  const names: RouteName[] = [];
  let name: RouteName;
  for (name in DASHBOARD_ROUTES) names.push(name);
  return names;
}
