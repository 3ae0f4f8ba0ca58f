import type { Fields } from '../sigma/fields.ts';
import type { Firing } from './firing.ts';
import type { Group } from './group.ts';

/** A firing as an event of its own, for correlations over correlations: its group, and the last known of what its events carried. */
export function firingFields(group: Group, firing: Firing): Fields {
  const fields: Record<string, unknown> = {};
  for (const [index, { name }] of group.rule.carries.entries()) {
    for (const member of firing.members) {
      const value = member.carried?.[index];
      if (value !== undefined) fields[name] = value;
    }
  }
  for (const [index, name] of group.rule.group_by.entries()) fields[name] = group.values[index];
  fields['rule'] = group.rule.key;
  fields['level'] = group.rule.severity;
  fields['count'] = firing.peak;
  return fields;
}
