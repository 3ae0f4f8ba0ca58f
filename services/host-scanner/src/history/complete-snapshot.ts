import type {
  AdvisorySource,
  HostSnapshot,
  InventoryItem,
  Vulnerability,
} from '@clawnex/proto/events/host.ts';
import type { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { AdvisorySet } from '../advisories/advisory.ts';
import { ageOf } from '../advisories/data-age.ts';
import type { HostCheck } from '../checks/host-check.ts';
import type { HostFacts } from '../facts.ts';
import { toCheckStates } from '../grade/check-states.ts';
import { gradeChecks } from '../grade/grade.ts';
import type { PackageItem } from '../inventory/package-item.ts';
import { readLynisReport } from '../lynis/parse-report.ts';

/** The stream takes 1 MiB with the envelope. Findings and checks come first; what is added here shares the rest. */
const SNAPSHOT_BYTES_MAX = 1_000_000;
const VULNERABILITIES_BYTES_MAX = 60_000;
const INVENTORY_BYTES_MAX = 20_000;
const VULNERABILITIES_MAX = 1_000;
const INVENTORY_MAX = 400;
/** What stands between people and agents: it is listed first. */
const STACK =
  /^(?:openclaw|clawdbot|moltbot|litellm|@anthropic-ai\/claude-code|@openai\/codex|@google\/gemini-cli|opencode-ai|node|python|claude-code|caddy|nats-server|mcp|.{0,60}mcp.{0,60})$/;

/** Adds grade, states of checks, vulnerabilities, inventory and the age of the advisories to what the checks found. */
export async function completeSnapshot(
  snapshot: PostureSnapshot,
  checks: readonly HostCheck[],
  facts: Outcome<HostFacts>,
  sets: readonly AdvisorySet[],
  now_ms: number,
): Promise<HostSnapshot> {
  const states = toCheckStates(checks, snapshot.findings);
  const exposing = new Set(checks.filter(({ exposes }) => exposes === true).map(({ id }) => id));
  const common = {
    ...snapshot,
    checks: [...states],
    grade: gradeChecks(states, exposing),
    advisories: sets.map((set) => describeSource(set, now_ms)),
  };
  if (!facts.ok) return common;
  const { vulnerabilities } = await facts.value.matches();
  const { items } = await facts.value.inventory();
  const lynis = await readLynisReport(facts.value.root);
  const room = Math.max(0, SNAPSHOT_BYTES_MAX - Buffer.byteLength(JSON.stringify(common)));
  const kept = fitInto(vulnerabilities, Math.min(VULNERABILITIES_BYTES_MAX, room / 2), VULNERABILITIES_MAX);
  const listed = items.toSorted((a, b) => Number(STACK.test(b.name)) - Number(STACK.test(a.name)));
  return {
    ...common,
    vulnerabilities: kept.map(shorten),
    vulnerabilities_left_out: vulnerabilities.length - kept.length,
    inventory: fitInto(listed.map(toInventory), Math.min(INVENTORY_BYTES_MAX, room / 8), INVENTORY_MAX),
    inventory_total: items.length,
    ...(lynis.ok && lynis.value !== null && Buffer.byteLength(JSON.stringify(lynis.value)) < room / 4
      ? { lynis: lynis.value }
      : {}),
  };
}

function describeSource(set: AdvisorySet, now_ms: number): AdvisorySource {
  return {
    name: set.name,
    dated_ms: set.dated_ms,
    age: ageOf(set.dated_ms, now_ms),
    advisories: set.advisories.length,
    sha256: set.sha256,
    signed_by: set.signed_by,
  };
}

function fitInto<Item>(items: readonly Item[], bytesMax: number, countMax: number): Item[] {
  const kept: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > bytesMax || kept.length === countMax) break;
    kept.push(item);
  }
  return kept;
}

/** Names and versions come from files of others; the wire has limits. */
function shorten(vulnerability: Vulnerability): Vulnerability {
  const { package: name, version, path, title } = vulnerability;
  return {
    ...vulnerability,
    package: name.slice(0, 214),
    version: version.slice(0, 128),
    path: path.slice(0, 512),
    title: title.slice(0, 300),
  };
}

function toInventory({ ecosystem, name, version, path }: PackageItem): InventoryItem {
  return { ecosystem, package: name.slice(0, 214), version: version.slice(0, 128), path: path.slice(0, 512) };
}
