import { CHECKS } from './all-checks.ts';

/** Ids of OpenClaw's own audit that no check here repeats, with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'summary.attack_surface': 'A summary: the report’s blast radius says the same with numbers.',
  'gateway.probe_failed': 'A live probe: this audit reads files and connects to nothing.',
  'gateway.probe_auth_secretref_unavailable': 'A live probe: this audit reads files and connects to nothing.',
  'channels.<provider>.account.read_only_resolution':
    'A live gateway is asked: this audit reads files and connects to nothing.',
  'channels.<provider>.dm.disabled': 'A state, and no weakness: nobody can write.',
  'channels.<provider>.dm.locked': 'A state, and no weakness: only listed senders can write.',
  'channels.<id>.routing.owner_missing.<account>':
    'Told by OC-46 once a pairing exists: before that there is no owner to miss.',
  'channels.<id>.dm.wildcard_routing_unverified.<account>':
    'Told by OC-08 wherever a star lets everyone write.',
  'channels.dm.session_collision.<accounts>.<n>':
    'Told by OC-10: senders that share a session, in one account or several.',
  'channels.<provider>.allowFrom.mutable_entries_inert': 'An entry that lets nobody in opens nothing.',
  'channels.telegram.allowFrom.invalid_entries': 'An entry that lets nobody in opens nothing.',
  'channels.telegram.groups.allowFrom.missing':
    'Told by OC-09 where the group is open; a listed group answers its members by design.',
  'channels.discord.allowlisted_groups.broad_members':
    'Weighed in the graph: members of a listed group are a principal of their own.',
  'channels.<provider>.warning.<n>': 'Free text of a running plugin: nothing that is scanned is started.',
  'config.agent_roster.invalid_default_count': 'A mistake, and no weakness: OpenClaw picks one agent.',
  'fs.synced_dir': 'Where the home lies is not part of what is audited: DIR may be a copy of it.',
  'gateway.env_token_overrides_config': 'Both are looked at: OC-03 judges the one that counts.',
  'browser.control_invalid_config': 'Values that are not known are reported as not evaluated (TA-01).',
  'plugins.allow_phantom_entries':
    'A name without a plugin loads nothing; bundled plugins cannot be told apart from files alone.',
  'plugins.installs_missing_integrity':
    'The install index is in a database of the running product, which is not read yet.',
  'plugins.installs_unpinned_npm_specs':
    'The install index is in a database of the running product, which is not read yet.',
  'plugins.installs_version_drift':
    'The install index is in a database of the running product, which is not read yet.',
  'hooks.installs_missing_integrity':
    'The install index is in a database of the running product, which is not read yet.',
  'hooks.installs_unpinned_npm_specs':
    'The install index is in a database of the running product, which is not read yet.',
  'hooks.installs_version_drift':
    'The install index is in a database of the running product, which is not read yet.',
  'plugins.code_safety.entry_escape':
    'Every file of the plugin’s folder is looked at, whichever of them is the entry.',
  'plugins.code_safety.entry_path':
    'Every file of the plugin’s folder is looked at, whichever of them is the entry.',
  'plugins.code_safety.manifest_parse_error': 'The code is looked at with or without a manifest.',
  'plugins.code_safety.scan_failed': 'What could not be read is reported as not evaluated (TA-02).',
  'plugins.<pluginId>.security_audit_failed': 'Nothing that is scanned is started.',
  'skills.code_safety.scan_failed': 'What could not be read is reported as not evaluated (TA-02).',
  'skills.workspace.scan_truncated': 'What could not be read is reported as not evaluated (TA-02).',
  'skills.workspace.symlink_escape':
    'Links out of the home are not followed, and OC-52 names folders that were not seen.',
  'sandbox.browser_cdp_bridge_unrestricted': 'Docker would have to be asked: this audit starts nothing.',
  'sandbox.browser_container.docker_probe_timeout':
    'Docker would have to be asked: this audit starts nothing.',
  'sandbox.browser_container.hash_epoch_stale': 'Docker would have to be asked: this audit starts nothing.',
  'sandbox.browser_container.hash_label_missing': 'Docker would have to be asked: this audit starts nothing.',
  'sandbox.browser_container.non_loopback_publish':
    'Docker would have to be asked: this audit starts nothing.',
  'tools.exec.mcporter_registry_inspection_incomplete':
    'What could not be read is reported as not evaluated (TA-02).',
};

export type VendorAnswer =
  | { readonly known: true; readonly checks: readonly string[]; readonly why: string | null }
  | { readonly known: false };

/** What an id of OpenClaw's own audit comes to here: the checks that say the same, or why none does. */
export function mapVendorId(id: string): VendorAnswer {
  const checks = CHECKS.filter(({ vendor }) => vendor.some((name) => fits(name, id))).map(
    (check) => check.id,
  );
  const left = Object.entries(LEFT_OUT).find(([name]) => fits(name, id));
  if (checks.length === 0 && left === undefined) return { known: false };
  return { known: true, checks, why: checks.length === 0 ? (left?.[1] ?? null) : null };
}

/** `<provider>` and the like stand for one part of an id. */
function fits(name: string, id: string): boolean {
  if (name === id) return true;
  const parts = name.split('.');
  const own = id.split('.');
  return (
    parts.length === own.length &&
    parts.every((part, index) => part === own[index] || (part.startsWith('<') && (own[index] ?? '') !== ''))
  );
}
