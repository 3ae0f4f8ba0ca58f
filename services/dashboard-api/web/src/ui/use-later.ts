import { useEffect, useState } from 'react';

/** The value, once it has stayed the same for so long: what is typed is not judged letter by letter. */
export function useLater<T>(value: T, afterMs: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setLater(value), afterMs);
    return () => window.clearTimeout(timer);
  }, [value, afterMs]);
  return later;
}
