/** Does `work` for each of 0 … `total - 1`, at most `at_once` at a time. `progress` hears how many are done. */
export async function doAtOnce(
  total: number,
  at_once: number,
  work: (index: number) => Promise<void>,
  progress: (done: number) => void = () => undefined,
): Promise<void> {
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < total) {
      const index = next;
      next += 1;
      await work(index);
      done += 1;
      progress(done);
    }
  };
  await Promise.all(Array.from({ length: at_once }, worker));
}
