import { copyText } from '../ui/copy.tsx';
import { say } from '../ui/toast.tsx';

/** Copies, and says whether it worked: nothing else on screen would. */
export async function copySaying(what: string, text: string): Promise<void> {
  say(
    (await copyText(text))
      ? `${what} copied.`
      : 'The browser refused the clipboard. Select and copy by hand.',
  );
}
