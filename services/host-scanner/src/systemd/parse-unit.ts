interface UnitSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** Sections, `key=value`, comments, and lines that a backslash continues (systemd.syntax(7)). */
export function parseUnit(text: string): readonly UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = '';
  let open = '';
  for (const raw of text.split('\n')) {
    if (/^\s*[#;]/.test(raw)) continue;
    const line = open + raw.trim();
    open = '';
    if (line.endsWith('\\')) {
      open = `${line.slice(0, -1)} `;
      continue;
    }
    if (line.startsWith('[') && line.endsWith(']')) section = line.slice(1, -1);
    const at = line.indexOf('=');
    if (at > 0) settings.push({ section, key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() });
  }
  return settings;
}
