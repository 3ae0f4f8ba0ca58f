import { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import {
  mountListAgentSessions,
  mountListBypasses,
  mountListRuntimeChanges,
  mountReadAgentSession,
  mountReadWatchStatus,
} from './agent-sessions.ts';
import {
  mountConfirmLifting,
  mountEndLifting,
  mountLiftEnforcement,
  mountReadBreakGlass,
} from './break-glass.ts';
import { mountAddCanary, mountEndCanary, mountListCanaries } from './canaries.ts';
import { mountChangePolicy } from './change-policy.ts';
import { mountAddStop, mountEndStop, mountListStops } from './containment.ts';
import {
  mountListCorrelationRules,
  mountReadCorrelationRules,
  mountReadThreat,
  mountTryCorrelationRules,
  mountWriteCorrelationRules,
} from './correlations.ts';
import { mountCreateFirstOperator } from './create-first-operator.ts';
import { mountAddException, mountEndException, mountListExceptions } from './exceptions.ts';
import {
  mountListHostHistory,
  mountListHostVulnerabilities,
  mountReadHostPosture,
  mountRunHostScan,
} from './host.ts';
import { mountChangeIncident, mountCommentIncident, mountReadIncident } from './incident-work.ts';
import { mountListExchanges } from './list-exchanges.ts';
import { mountListFindings } from './list-findings.ts';
import { mountListIncidents } from './list-incidents.ts';
import { mountOpenLive } from './open-live.ts';
import {
  mountCheckOwnRules,
  mountDryRunOwnRules,
  mountReadOwnRules,
  mountWriteOwnRules,
} from './own-rules.ts';
import {
  mountCheckPolicyDocument,
  mountExplainPolicy,
  mountListPolicyVersions,
  mountReadPolicyDocument,
  mountWritePolicyDocument,
} from './policy-document.ts';
import { mountReadExchange } from './read-exchange.ts';
import { mountReadExchangeHistogram } from './read-exchange-histogram.ts';
import { mountReadInfrastructure } from './read-infrastructure.ts';
import { mountReadMe } from './read-me.ts';
import { mountReadPolicy } from './read-policy.ts';
import { mountReadSetup } from './read-setup.ts';
import { mountDecideReview, mountListReviews } from './reviews.ts';
import { mountScanText } from './scan-text.ts';
import {
  mountAddShieldTest,
  mountEndShieldTest,
  mountListShieldTests,
  mountRunShieldTests,
} from './shield-tests.ts';
import { mountSignIn } from './sign-in.ts';
import { mountSignOut } from './sign-out.ts';
import {
  mountAddSuppression,
  mountEndSuppression,
  mountListSuppressions,
  mountPreviewSuppression,
} from './suppressions.ts';
import {
  mountAcceptFinding,
  mountAskTrustWhatIf,
  mountListTrustChanges,
  mountListTrustDetails,
  mountReadTrustReport,
  mountRevokeAcceptance,
  mountRunTrustAudit,
} from './trust.ts';

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
  readIncident: mountReadIncident,
  changeIncident: mountChangeIncident,
  commentIncident: mountCommentIncident,
  readThreat: mountReadThreat,
  listCorrelationRules: mountListCorrelationRules,
  readCorrelationRules: mountReadCorrelationRules,
  tryCorrelationRules: mountTryCorrelationRules,
  writeCorrelationRules: mountWriteCorrelationRules,
  listSuppressions: mountListSuppressions,
  previewSuppression: mountPreviewSuppression,
  addSuppression: mountAddSuppression,
  endSuppression: mountEndSuppression,
  listFindings: mountListFindings,
  readHostPosture: mountReadHostPosture,
  listHostVulnerabilities: mountListHostVulnerabilities,
  listHostHistory: mountListHostHistory,
  runHostScan: mountRunHostScan,
  readTrustReport: mountReadTrustReport,
  askTrustWhatIf: mountAskTrustWhatIf,
  runTrustAudit: mountRunTrustAudit,
  listTrustDetails: mountListTrustDetails,
  listTrustChanges: mountListTrustChanges,
  acceptFinding: mountAcceptFinding,
  revokeAcceptance: mountRevokeAcceptance,
  readInfrastructure: mountReadInfrastructure,
  readPolicy: mountReadPolicy,
  changePolicy: mountChangePolicy,
  readPolicyDocument: mountReadPolicyDocument,
  writePolicyDocument: mountWritePolicyDocument,
  checkPolicyDocument: mountCheckPolicyDocument,
  listPolicyVersions: mountListPolicyVersions,
  explainPolicy: mountExplainPolicy,
  listStops: mountListStops,
  addStop: mountAddStop,
  endStop: mountEndStop,
  listExceptions: mountListExceptions,
  addException: mountAddException,
  endException: mountEndException,
  readBreakGlass: mountReadBreakGlass,
  liftEnforcement: mountLiftEnforcement,
  confirmLifting: mountConfirmLifting,
  endLifting: mountEndLifting,
  listReviews: mountListReviews,
  decideReview: mountDecideReview,
  listCanaries: mountListCanaries,
  addCanary: mountAddCanary,
  endCanary: mountEndCanary,
  readOwnRules: mountReadOwnRules,
  writeOwnRules: mountWriteOwnRules,
  checkOwnRules: mountCheckOwnRules,
  dryRunOwnRules: mountDryRunOwnRules,
  scanText: mountScanText,
  readWatchStatus: mountReadWatchStatus,
  listBypasses: mountListBypasses,
  listRuntimeChanges: mountListRuntimeChanges,
  listAgentSessions: mountListAgentSessions,
  readAgentSession: mountReadAgentSession,
  listShieldTests: mountListShieldTests,
  runShieldTests: mountRunShieldTests,
  addShieldTest: mountAddShieldTest,
  endShieldTest: mountEndShieldTest,
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
