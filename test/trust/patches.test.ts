import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { auditHome, PROXIES_DEFAULT } from '@clawnex/trust-audit/src/audit-home.ts';
import { CHECKS } from '@clawnex/trust-audit/src/checks/all-checks.ts';
import { writeFix } from '@clawnex/trust-audit/src/fixes/write-fix.ts';
import { openHome } from '@clawnex/trust-audit/src/home/scanned-home.ts';
import { judgeHits } from '@clawnex/trust-audit/src/judge-hits.ts';
import { scanHome } from '@clawnex/trust-audit/src/scan.ts';
import { databaseStore, fileStore, otherRuntimes, sampleProject, VENDOR_HOMES } from './homes.ts';
import type { Home } from './make-home.ts';

// The weak home is the same without the bait.
const { '04-deliberately-weak': _weak, ...OTHERS } = VENDOR_HOMES;
const HOMES = {
  ...OTHERS,
  'a project with planted problems': sampleProject,
  'other runtimes': otherRuntimes,
  'state in files': fileStore,
  'state in a database': databaseStore,
};

function removeJob(file: string, id: string): void {
  const db = new DatabaseSync(file);
  db.prepare('DELETE FROM cron_jobs WHERE job_id = ?').run(id);
  db.close();
}

/** What a run finds, without its words. */
async function judgeAgain({ root }: Home) {
  const home = await openHome(root);
  assert.ok(home.ok);
  return judgeHits(CHECKS, await scanHome(home.value, PROXIES_DEFAULT), 'host-a');
}

describe('the change of each finding, written to a copy of the home', () => {
  for (const [name, make] of Object.entries(HOMES))
    test(`clears it and adds none: ${name}`, async () => {
      const home = make();
      const copy = home.copy();
      try {
        const { scan, judged, snapshot } = await auditHome(copy.root, { host: 'host-a' });
        assert.ok(scan !== null);
        const before = new Set(judged.map(({ finding_id }) => finding_id));
        for (const hit of judged) {
          const what = `${hit.check.id} ${hit.hit.subject}`;
          copy.become(home);
          const found = snapshot.findings.find(({ finding_id }) => finding_id === hit.finding_id);
          const written = await writeFix(scan, hit, found?.trust?.simulation ?? null, '2026-01-01');
          const row = hit.hit.fix.patches.find((patch) => patch.kind === 'row');
          if (row?.kind === 'row') {
            // Only its program may change the database: as its command would.
            assert.ok(!written.ok && written.message.includes(row.command));
            removeJob(join(copy.root, row.file), row.row.split('/').at(-1) ?? '');
          } else assert.ok(written.ok, `${what}: ${written.ok ? '' : written.message}`);
          const after = await judgeAgain(copy);
          assert.ok(!after.some(({ finding_id }) => finding_id === hit.finding_id), `${what} is still there`);
          const added = after.filter(({ finding_id }) => !before.has(finding_id));
          assert.deepEqual(
            added.map(({ check, hit: other }) => `${check.id} ${other.subject}`),
            [],
            `${what} adds findings`,
          );
          for (const { file, backup } of written.ok ? written.written : []) {
            if (backup === null) continue;
            const path = join(copy.root, backup.slice(2));
            assert.ok(existsSync(path), backup);
            assert.equal(readFileSync(path, 'utf8'), readFileSync(join(home.root, file.slice(2)), 'utf8'));
            assert.equal(statSync(path).mode & 0o077, 0);
          }
        }
      } finally {
        copy.remove();
        home.remove();
      }
    });
});
