import { z } from 'zod';
import { Count } from '../../scalars.ts';
import { Category, Origin, ScanResult, Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';

/** What is typed or pasted by hand; a scan of it takes a few milliseconds. */
export const SCAN_TEXT_LENGTH_MAX = 64 * 1024;
/** JSON may need six bytes for one unit of text. */
const BODY_BYTES_MAX = 6 * SCAN_TEXT_LENGTH_MAX + 1_024;
/** Readings shown; the text of each is cut to the length of what can be sent. */
export const SCAN_VIEWS_MAX = 16;

export const scanText = defineRoute({
  method: 'POST',
  path: '/api/shield/scan',
  access: 'policy:read',
  summary: 'Scan a text with the rules in force and explain the verdict; nothing is stored, nothing decided',
  body: z.strictObject({
    text: z.string().max(SCAN_TEXT_LENGTH_MAX),
    origin: Origin.default('user'),
  }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({
    ruleset: z.string(),
    took_us: Count,
    result: ScanResult,
    /** How the engine read it: as written first, then normalised and decoded. */
    views: z.array(z.strictObject({ name: z.string(), text: z.string() })).max(SCAN_VIEWS_MAX),
    views_left_out: Count,
    rules: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        category: Category,
        severity: Severity,
        why: z.string(),
        verify: z.string(),
      }),
    ),
  }),
  errors: ['unavailable'],
});
