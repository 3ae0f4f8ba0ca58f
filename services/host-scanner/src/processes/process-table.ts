import type { Process } from './read-processes.ts';

/** The output of `ps -axo pid=,uid=,args=`. */
export function parseProcessTable(text: string): readonly Process[] {
  return text.split('\n').flatMap((line): Process[] => {
    const [, pid, uid, args] = /^\s*(\d{1,10})\s+(\d{1,10})\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || args === undefined) return [];
    return [
      { pid: Number(pid), name: '', uid: Number(uid), args: args.split(/\s+/).filter((word) => word !== '') },
    ];
  });
}
