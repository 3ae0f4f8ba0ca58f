import { emptyPassword, secondRoot, systemShells } from './accounts/account-table.ts';
import { authorizedKeys } from './accounts/authorized-keys.ts';
import { homeModes } from './accounts/home-modes.ts';
import { autoLogin, dailyAdmin, screenLock } from './accounts/mac-accounts.ts';
import { passwordHash, passwordQuality } from './accounts/passwords.ts';
import { agentAsRoot } from './ai-runtime/agent-as-root.ts';
import { agentPrivilegedGroups } from './ai-runtime/agent-privileged-groups.ts';
import { agentSudo } from './ai-runtime/agent-sudo.ts';
import { bootFileContent } from './ai-runtime/boot-file-content.ts';
import { bootFileDrift } from './ai-runtime/boot-file-drift.ts';
import { bootFileMode } from './ai-runtime/boot-file-mode.ts';
import { cloudMetadata } from './ai-runtime/cloud-metadata.ts';
import { containerApi } from './ai-runtime/container-api.ts';
import { dashboardWithoutTls } from './ai-runtime/dashboard-without-tls.ts';
import { dependencyAudit } from './ai-runtime/dependency-audit.ts';
import { engineSocket } from './ai-runtime/engine-socket.ts';
import { gatewayExposed } from './ai-runtime/gateway-exposed.ts';
import { launchdAgents } from './ai-runtime/launchd-agents.ts';
import { litellmRelease } from './ai-runtime/litellm-release.ts';
import { maliciousPackages } from './ai-runtime/malicious-packages.ts';
import { modelServerExposed } from './ai-runtime/model-server-exposed.ts';
import { natsExposed } from './ai-runtime/nats-exposed.ts';
import { openclawRelease } from './ai-runtime/openclaw-release.ts';
import { ownState } from './ai-runtime/own-state.ts';
import { credentialMode, settingsMode, stateFolderMode, transcriptMode } from './ai-runtime/private-files.ts';
import { remoteDebugging } from './ai-runtime/remote-debugging.ts';
import { runtimeVersions } from './ai-runtime/runtime-versions.ts';
import { sandboxBackend } from './ai-runtime/sandbox-backend.ts';
import { secretsInArguments } from './ai-runtime/secrets-in-arguments.ts';
import { sharedUser } from './ai-runtime/shared-user.ts';
import { skillFolders } from './ai-runtime/skill-folders.ts';
import { skillIndicators } from './ai-runtime/skill-indicators.ts';
import { syncedState } from './ai-runtime/synced-state.ts';
import { unitHardening } from './ai-runtime/unit-hardening.ts';
import type { HostCheck } from './host-check.ts';
import { diskEncryption } from './kernel/disk-encryption.ts';
import { fileModes } from './kernel/file-modes.ts';
import { cpuFlaws, kernelSettings, secureBoot, securityModule } from './kernel/hardening.ts';
import { macProtections } from './kernel/mac-protections.ts';
import { packageFiles } from './kernel/package-files.ts';
import { ownBackups } from './logging/backups.ts';
import { containerSettings } from './logging/containers.ts';
import { injectedCode } from './logging/environment.ts';
import { auditRules, persistentLog, remoteLog, timeSync } from './logging/logs.ts';
import { startupPrograms } from './logging/startup.ts';
import { agentEgress, dockerAroundFirewall, firewall, openPorts } from './network/firewall.ts';
import { kernelNetwork } from './network/kernel-network.ts';
import { legacyServices, resolver, sharingServices } from './network/services.ts';
import { auditChain } from './own/audit-chain.ts';
import { backendPorts } from './own/backend-ports.ts';
import { brokerAccounts } from './own/broker-accounts.ts';
import { caddyHeaders } from './own/caddy-headers.ts';
import { publicInstall } from './own/public-install.ts';
import { secretsMode } from './own/secrets-mode.ts';
import { selfTest } from './own/self-test.ts';
import { deletedLibraries } from './packages/deleted-libraries.ts';
import { macUpdates } from './packages/mac-updates.ts';
import { aptSources, kernelReboot, systemRelease } from './packages/system-release.ts';
import { automaticUpdates, packageIndex, securityUpdates } from './packages/updates.ts';
import { algorithms, serverRelease } from './ssh/algorithms.ts';
import { forwarding, loginLimits, loginUsers, passwordLogin, rootLogin } from './ssh/login-settings.ts';
import { privateKeys } from './ssh/private-keys.ts';

/** In the order of their ids. */
export const CHECKS: readonly HostCheck[] = [
  gatewayExposed,
  modelServerExposed,
  natsExposed,
  dashboardWithoutTls,
  remoteDebugging,
  containerApi,
  agentAsRoot,
  agentPrivilegedGroups,
  agentSudo,
  sharedUser,
  engineSocket,
  sandboxBackend,
  stateFolderMode,
  settingsMode,
  transcriptMode,
  credentialMode,
  secretsInArguments,
  bootFileMode,
  bootFileDrift,
  skillFolders,
  syncedState,
  openclawRelease,
  litellmRelease,
  maliciousPackages,
  runtimeVersions,
  dependencyAudit,
  unitHardening,
  launchdAgents,
  ownState,
  cloudMetadata,
  bootFileContent,
  skillIndicators,
  secondRoot,
  emptyPassword,
  passwordHash,
  passwordQuality,
  systemShells,
  autoLogin,
  screenLock,
  dailyAdmin,
  homeModes,
  authorizedKeys,
  rootLogin,
  passwordLogin,
  algorithms,
  serverRelease,
  loginLimits,
  loginUsers,
  forwarding,
  privateKeys,
  firewall,
  openPorts,
  dockerAroundFirewall,
  kernelNetwork,
  legacyServices,
  sharingServices,
  resolver,
  agentEgress,
  securityUpdates,
  packageIndex,
  automaticUpdates,
  kernelReboot,
  systemRelease,
  aptSources,
  macUpdates,
  deletedLibraries,
  kernelSettings,
  securityModule,
  secureBoot,
  macProtections,
  diskEncryption,
  cpuFlaws,
  fileModes,
  packageFiles,
  persistentLog,
  auditRules,
  remoteLog,
  timeSync,
  startupPrograms,
  injectedCode,
  containerSettings,
  ownBackups,
  backendPorts,
  publicInstall,
  secretsMode,
  caddyHeaders,
  brokerAccounts,
  auditChain,
  selfTest,
];
