import { scanBlocks } from '@clawnex/proto/http/shield.ts';
import { worstVerdict } from '@clawnex/proto/scan.ts';
import { type MountOptions, mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import { scanTexts, type TextScannerOptions } from './scan-texts.ts';

/** `POST /v1/scan`: blocks in, explained verdicts out. */
export function mountScanBlocks(
  app: Hono,
  options: MountOptions<unknown>,
  scanner: TextScannerOptions,
): void {
  mountRoute(app, scanBlocks, options, async ({ body, context }) => {
    const answer = await scanTexts(scanner, context, 'api', body.blocks);
    if (!answer.ok) return answer;
    return {
      ok: true,
      body: {
        ruleset: scanner.scanner.ruleset.version,
        mode: scanner.controls.policy.mode,
        verdict: worstVerdict(answer.scanned.map(({ verdict }) => verdict)),
        score: Math.max(...answer.scanned.map(({ result }) => result.score)),
        results: answer.scanned.map(({ verdict, result }) => ({ ...result, verdict })),
      },
    };
  });
}
