import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { readAnchors } from '@clawnex/shared/store/anchor-audit.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { verifyAudit } from '@clawnex/shared/store/verify-audit.ts';
import { Command } from 'commander';
import { print, printJson } from './print.ts';

export function auditCommand(): Command {
  const command = new Command('audit').description('The audit trail');
  command
    .command('verify')
    .description(
      'Walk the hash chain and compare it with its anchors; name the first row that is not as it was written',
    )
    .option('--json', 'print JSON')
    .action(({ json }: { json?: true }) => {
      const verdict = verify();
      if (json === true) printJson(verdict);
      else
        print(
          verdict.ok
            ? `ok: ${verdict.rows} rows, head ${verdict.head}`
            : `row ${verdict.first_bad_seq}: ${verdict.why}`,
        );
      if (!verdict.ok) process.exitCode = 1;
    });
  return command;
}

function verify(): ReturnType<typeof verifyAudit> {
  const paths = resolvePaths();
  const anchors = readAnchors(paths, readOrCreateSecret(paths, 'audit-anchor.key'));
  if (!anchors.ok)
    return { ok: false, first_bad_seq: 0, why: `Line ${anchors.line} of the anchors: ${anchors.why}` };
  const db = openStoreReader(paths);
  try {
    return verifyAudit(db, anchors.anchors);
  } finally {
    db.close();
  }
}
