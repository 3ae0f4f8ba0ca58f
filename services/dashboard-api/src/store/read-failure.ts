import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import { ReadError } from '@clawnex/shared/store/reader-pool.ts';

/** Runs a read of the reader pool; too many or too slow is an answer, anything else a bug. */
export async function readOrFail<Result>(
  read: Promise<Result>,
): Promise<{ ok: true; value: Result } | HttpFailure> {
  try {
    return { ok: true, value: await read };
  } catch (error) {
    if (!(error instanceof ReadError) || error.code === 'failed') throw error;
    if (error.code === 'timed_out') {
      return failure('timed_out', 'This search takes too long. Narrow the time range or add a filter.');
    }
    return failure('unavailable', 'Too many searches run at once. Try again in a moment.');
  }
}
