import { join } from 'node:path';
import { buildSuite } from './build/build.ts';

await buildSuite(join(import.meta.dirname, '..'));
