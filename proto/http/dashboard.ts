import {
  addCanary,
  addException,
  addStop,
  confirmLifting,
  decideReview,
  endCanary,
  endException,
  endLifting,
  endStop,
  liftEnforcement,
  listCanaries,
  listExceptions,
  listReviews,
  listStops,
  readBreakGlass,
} from './dashboard/enforcement.ts';
import { listExchanges, readExchange, readExchangeHistogram } from './dashboard/exchanges.ts';
import { listFindings } from './dashboard/findings.ts';
import { listIncidents } from './dashboard/incidents.ts';
import { readInfrastructure } from './dashboard/infrastructure.ts';
import { openLive } from './dashboard/live.ts';
import { checkOwnRules, dryRunOwnRules, readOwnRules, writeOwnRules } from './dashboard/own-rules.ts';
import { changePolicy, readPolicy } from './dashboard/policy.ts';
import {
  checkPolicyDocument,
  explainPolicy,
  listPolicyVersions,
  readPolicyDocument,
  writePolicyDocument,
} from './dashboard/policy-document.ts';
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
  readPolicyDocument,
  writePolicyDocument,
  checkPolicyDocument,
  listPolicyVersions,
  explainPolicy,
  listStops,
  addStop,
  endStop,
  listExceptions,
  addException,
  endException,
  readBreakGlass,
  liftEnforcement,
  confirmLifting,
  endLifting,
  listReviews,
  decideReview,
  listCanaries,
  addCanary,
  endCanary,
  readOwnRules,
  writeOwnRules,
  checkOwnRules,
  dryRunOwnRules,
  openLive,
} as const;
