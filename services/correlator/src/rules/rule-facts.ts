import type { Rule } from './rule.ts';
import { severityOf } from './rule-document.ts';
import type { Source } from './rule-index.ts';

type Facts = Pick<
  Rule,
  | 'key'
  | 'id'
  | 'file'
  | 'line'
  | 'title'
  | 'description'
  | 'severity'
  | 'tags'
  | 'falsepositives'
  | 'fleet'
  | 'responses'
  | 'shadow'
>;

/** What both kinds of rule say about themselves. */
export function factsOf({ key, located }: Source): Facts {
  const { document } = located;
  const { line } = located.errorAt([], '');
  const fleet = document.fleet ?? {};
  return {
    key,
    id: document.id ?? null,
    file: located.file,
    line,
    title: document.title ?? document.name ?? key,
    description: document.description ?? null,
    severity: severityOf(document.level),
    tags: document.tags ?? [],
    falsepositives: [document.falsepositives ?? []].flat().map(String),
    fleet,
    responses: fleet.response ?? [],
    shadow: fleet.mode === 'shadow',
  };
}
