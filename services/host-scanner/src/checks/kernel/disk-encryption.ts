import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, notEvaluated, pass } from '../results.ts';

const UUID_BYTES_MAX = 4_096;

export const diskEncryption: HostCheck = {
  id: 'HK-05',
  category: 'kernel',
  title: 'The disk is not encrypted',
  why: 'Whoever has the disk, or a copy of it, has the transcripts and keys.',
  severity: 'medium',
  platforms: ['linux'],
  reads: ['/sys/block/dm-*/dm/uuid', '/etc/crypttab', '/proc/mounts'],
  fix: 'Set the system up anew with LUKS, or keep the homes of agents on an encrypted volume (cryptsetup luksFormat)',
  references: ['nist-800-53.sc-28'],
  async evaluate({ root }) {
    const found = await expand(root, '/sys/block/dm-*/dm/uuid');
    for (const path of found.paths) {
      const uuid = await root.readText(path, UUID_BYTES_MAX);
      if (uuid.ok && uuid.value.startsWith('CRYPT-'))
        return [pass('disk', `${path}: ${uuid.value.trim().slice(0, 40)}`)];
    }
    const table = await root.readText('/etc/crypttab', 65_536);
    const lines = table.ok
      ? table.value.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
      : [];
    if (lines.length > 0) return [pass('disk', `/etc/crypttab opens ${lines.length} volumes at boot.`)];
    const blocks = await root.list('/sys/block', 2_000);
    if (!blocks.ok)
      return [notEvaluated('disk', `${blocks.message} A provider may encrypt below the machine.`)];
    const disks = blocks.value.names.filter((name) => /^(?:sd|vd|xvd|nvme|mmcblk)/.test(name));
    if (disks.length === 0)
      return [notEvaluated('disk', 'This machine shows no disk of its own (a container).')];
    return [
      fail(
        'disk',
        `${disks.join(', ')}: no volume is encrypted here. A provider may encrypt below the machine.`,
      ),
    ];
  },
};
