import { listExchanges, readExchange, readExchangeHistogram } from './dashboard/exchanges.ts';
import { listFindings } from './dashboard/findings.ts';
import { listIncidents } from './dashboard/incidents.ts';
import { readInfrastructure } from './dashboard/infrastructure.ts';
import { openLive } from './dashboard/live.ts';
import { changePolicy, readPolicy } from './dashboard/policy.ts';
import { createFirstOperator, readMe, readSetup, signIn, signOut } from './dashboard/session.ts';

/** Every route of the operators' API, by name. Fixed paths stand before those with parameters. */
export const DASHBOARD_ROUTES = {
  readSetup,
  createFirstOperator,
  signIn,
  signOut,
  readMe,
  listExchanges,
  readExchangeHistogram,
  readExchange,
  listIncidents,
  listFindings,
  readInfrastructure,
  readPolicy,
  changePolicy,
  openLive,
} as const;
