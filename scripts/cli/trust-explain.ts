import { mapVendorId } from '@clawnex/trust-audit/src/checks/vendor-map.ts';
import { findHit } from '@clawnex/trust-audit/src/find-hit.ts';
import { pathsThrough } from '@clawnex/trust-audit/src/graph/describe-path.ts';
import { COMBINATIONS } from '@clawnex/trust-audit/src/graph/toxic.ts';
import { toFinding } from '@clawnex/trust-audit/src/report/to-finding.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { print } from './print.ts';
import { runTrust, scanOf } from './run-trust.ts';

const PATHS_MAX = 3;

export function trustExplainCommand(): Command {
  return new Command('explain')
    .description('Say why a finding is as severe as it is: the ways through it, hop by hop')
    .argument('<finding>', 'id of a finding, its start, a check, or an id of OpenClaw’s own audit')
    .option('--home <dir>', 'home that is audited; the configured one when not given')
    .action(async (name: string, { home }: { home?: string }) => {
      const vendor = mapVendorId(name);
      if (vendor.known) {
        print(vendor.why ?? `Here this is told by ${vendor.checks.join(', ')}.`);
        return;
      }
      const run = await runTrust(home, false);
      const scan = scanOf(run);
      const found = findHit(run.judged, name);
      if (!found.ok) throw new StepError(found.message);
      const { hit } = found;
      const finding = await toFinding(scan, hit, null);
      print(`${finding.severity}: ${finding.title}  [${finding.check} ${finding.finding_id}]`);
      print(`${finding.why}\n`);
      print(`at    ${finding.trust?.file}:${finding.trust?.line} ${finding.trust?.pointer}`);
      print(`seen  ${finding.evidence}`);
      if (hit.worst === null) print('\nIts severity is fixed: no way of the graph runs through it.');
      else {
        print(`\nRisk ${hit.risk} of 100. The strongest ways through it:`);
        for (const { strength, words } of pathsThrough(scan.risk, hit.worst, PATHS_MAX))
          print(`  ${strength.toFixed(2)}  ${words}`);
      }
      for (const id of hit.combinations)
        print(`${id}: ${id in COMBINATIONS ? COMBINATIONS[id as keyof typeof COMBINATIONS] : ''}`);
      print(`\nfix   ${finding.fix}`);
    });
}
