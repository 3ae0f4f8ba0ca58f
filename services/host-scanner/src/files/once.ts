/** Runs the first time it is asked; everyone gets that answer. */
export function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | null = null;
  return () => {
    answer ??= read();
    return answer;
  };
}
