/** Numbers and times as operators read them. Unknown is never 0: callers show `—` with a reason instead. */

const counts = new Intl.NumberFormat('en');

export function formatCount(count: number): string {
  return counts.format(count);
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

export function formatMs(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return formatSpan(ms);
}

export function formatUs(us: number): string {
  return us < 1_000 ? `${us} µs` : formatMs(us / 1_000);
}

/** Millionths of a US dollar. Small amounts keep the digits that make them differ from zero. */
export function formatCost(microusd: number): string {
  const usd = microusd / 1_000_000;
  if (microusd === 0) return '$0';
  if (usd >= 1) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(microusd < 1_000 ? 6 : 4)}`;
}

const SPANS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `42 s`, `3 h`: one unit, rounded down, as lists need it. */
export function formatAge(ms: number): string {
  for (const [unit, size] of SPANS) if (ms >= size) return `${Math.floor(ms / size)} ${unit}`;
  return 'now';
}

/** `2 d 4 h`, `3 min 12 s`: two units. */
export function formatSpan(ms: number): string {
  const index = SPANS.findIndex(([, size]) => ms >= size);
  const first = SPANS[index];
  if (first === undefined) return '0 s';
  const second = SPANS[index + 1];
  const rest = second === undefined ? 0 : Math.floor((ms % first[1]) / second[1]);
  const head = `${Math.floor(ms / first[1])} ${first[0]}`;
  return second === undefined || rest === 0 ? head : `${head} ${rest} ${second[0]}`;
}

const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayMinute = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** With milliseconds and zone, in the operator's zone. */
export function formatExact(at: number | string): string {
  return exact.format(typeof at === 'string' ? Date.parse(at) : at);
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** For an axis: `24 Nov` at midnight, else `14:30`, with seconds where the step is shorter than a minute. */
export function formatTick(at: number, stepMs: number): string {
  const date = new Date(at);
  if (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0) return day.format(at);
  if (stepMs >= 86_400_000) return day.format(at);
  return (stepMs < 60_000 ? clock : minute).format(at);
}

/** `14:02:11`, with the day in front when it is not today. */
export function formatClock(at: number, now: number = Date.now()): string {
  return sameDay(at, now) ? clock.format(at) : `${dayMinute.format(at)}`;
}

export function formatMinute(at: number, now: number = Date.now()): string {
  return sameDay(at, now) ? minute.format(at) : dayMinute.format(at);
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** `tool_result` as people say it. */
export function formatWord(word: string): string {
  return word.replaceAll('_', ' ');
}

export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `12:41`, `1:02:41`: rounded up, so that 0:00 means over. */
export function formatCountdown(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return `${hours === 0 ? minutes : `${hours}:${two(minutes)}`}:${two(seconds % 60)}`;
}
