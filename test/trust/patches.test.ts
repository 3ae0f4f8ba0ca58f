import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { auditHome } from '@clawnex/trust-audit/src/audit-home.ts';
import { writeFix } from '@clawnex/trust-audit/src/fixes/write-fix.ts';
import { databaseStore, fileStore, otherRuntimes, sampleProject, VENDOR_HOMES } from './homes.ts';

const HOMES = {
  ...VENDOR_HOMES,
  'a project with planted problems': sampleProject,
  'other runtimes': otherRuntimes,
};

function removeJob(file: string, id: string): void {
  const db = new DatabaseSync(file);
  db.prepare('DELETE FROM cron_jobs WHERE job_id = ?').run(id);
  db.close();
}

describe('the change of each finding, written to a copy of the home', () => {
  for (const [name, make] of Object.entries(HOMES))
    test(`clears it and adds none: ${name}`, async () => {
      const home = make();
      try {
        const first = await auditHome(home.root, { host: 'host-a' });
        const before = new Set(first.judged.map(({ finding_id }) => finding_id));
        for (const hit of first.judged) {
          const copy = home.copy();
          try {
            const { scan, judged } = await auditHome(copy.root, { host: 'host-a', simulate: false });
            const own = judged.find(({ finding_id }) => finding_id === hit.finding_id);
            assert.ok(scan !== null && own !== undefined, hit.hit.subject);
            const simulation =
              first.snapshot.findings.find(({ finding_id }) => finding_id === hit.finding_id)?.trust
                ?.simulation ?? null;
            const written = await writeFix(scan, own, simulation, '2026-01-01');
            const row = own.hit.fix.patches.find((patch) => patch.kind === 'row');
            if (row?.kind === 'row') {
              // Only its program may change the database: as its command would.
              assert.ok(!written.ok && written.message.includes(row.command));
              removeJob(join(copy.root, row.file), row.row.split('/').at(-1) ?? '');
            } else
              assert.ok(
                written.ok,
                `${hit.check.id} ${hit.hit.subject}: ${written.ok ? '' : written.message}`,
              );
            const after = await auditHome(copy.root, { host: 'host-a', simulate: false });
            const ids = new Set(after.judged.map(({ finding_id }) => finding_id));
            assert.ok(!ids.has(hit.finding_id), `${hit.check.id} ${hit.hit.subject} is still there`);
            assert.deepEqual(
              after.judged
                .filter(({ finding_id }) => !before.has(finding_id))
                .map(({ check, hit: added }) => `${check.id} ${added.subject}`),
              [],
              `${hit.check.id} ${hit.hit.subject} adds findings`,
            );
            for (const { file, backup } of written.ok ? written.written : []) {
              if (backup === null) continue;
              const path = join(copy.root, backup.slice(2));
              assert.ok(existsSync(path), backup);
              assert.equal(readFileSync(path, 'utf8'), readFileSync(join(home.root, file.slice(2)), 'utf8'));
              assert.equal(statSync(path).mode & 0o077, 0);
            }
          } finally {
            copy.remove();
          }
        }
      } finally {
        home.remove();
      }
    });
});
