import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OfflineRun } from '@clawnex/correlator/src/offline/run-events.ts';
import { shippedRules } from '@clawnex/correlator/src/testing/correlation-bench.ts';
import { demoLines } from './demo-events.ts';
import { T0 } from './run-rules.ts';

test("the demo's day makes between three and eight incidents, each a story about one agent", () => {
  const run = new OfflineRun(shippedRules());
  for (const line of demoLines(T0)) run.takeLine(line);
  const { incidents, faults } = run.finish();
  assert.deepEqual(faults, []);
  assert.ok(incidents.length >= 3 && incidents.length <= 8, `${incidents.length} incidents`);
  for (const incident of incidents) {
    assert.equal(incident.origin, 'demo');
    assert.match(incident.why, /demo-/);
    assert.doesNotMatch(incident.why, /unknown|undefined|\{/);
    assert.ok((incident.actions ?? []).length > 0, incident.title);
    assert.ok((incident.tactics ?? []).length > 0, incident.title);
    assert.equal(incident.timeline?.length, incident.alert_count);
    assert.equal(incident.entities.filter((entity) => entity.kind === 'agent').length, 1);
  }
});
