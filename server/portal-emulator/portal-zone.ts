/** The portal's server zone: everything the portal writes on the wire carries its offset. */
export interface PortalZone {
  /** Instant to `2026-11-16T10:42:00+03:00`. */
  writeInstant(instant: string | number): string;
  /** Calendar day to Bitrix24's technical time: midnight UTC seen from the server zone. */
  writeDay(day: string): string;
  /** Calendar day of an instant. */
  dayOf(epochMs: number): string;
  /** Reads ISO with an offset as it is and anything without one in the server zone; NaN when unreadable. */
  readInstant(text: string): number;
  /** Calendar day of a date or an instant; null when unreadable. */
  readDay(text: string): string | null;
}

const offsetStepMs = 900_000;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const localPattern = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/;
const offsetPattern = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/i;

export function createPortalZone(timeZone: string): PortalZone {
  const offsetMs = createOffsetReader(timeZone);

  const writeInstant = (instant: string | number): string => {
    const epochMs = typeof instant === 'number' ? instant : Date.parse(instant);
    const offset = offsetMs(epochMs);
    return new Date(epochMs + offset).toISOString().slice(0, 19) + writeOffset(offset);
  };
  const dayOf = (epochMs: number): string => new Date(epochMs + offsetMs(epochMs)).toISOString().slice(0, 10);
  const readInstant = (text: string): number => {
    const local = localPattern.exec(text.trim());
    if (!local) return offsetPattern.test(text.trim()) ? Date.parse(text) : Number.NaN;
    const wallClock = Date.parse(`${local[1]}T${local[2] ?? '00:00'}Z`);
    return wallClock - offsetMs(wallClock - offsetMs(wallClock));
  };

  return {
    writeInstant,
    writeDay: (day) => writeInstant(`${day}T00:00:00Z`),
    dayOf,
    readInstant,
    readDay(text) {
      const trimmed = text.trim();
      if (dayPattern.test(trimmed)) return Number.isNaN(Date.parse(trimmed)) ? null : trimmed;
      const epochMs = readInstant(trimmed);
      return Number.isNaN(epochMs) ? null : dayOf(epochMs);
    },
  };
}

/** Offsets change on quarter hours only, so one answer per quarter hour is enough. */
function createOffsetReader(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (epochMs) => {
    if (!Number.isFinite(epochMs)) return 0;
    const step = Math.floor(epochMs / offsetStepMs);
    const cached = known.get(step);
    if (cached !== undefined) return cached;
    const name = format.formatToParts(step * offsetStepMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name);
    const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
    const offset = (match?.[1] === '-' ? -minutes : minutes) * 60_000;
    known.set(step, offset);
    return offset;
  };
}

function writeOffset(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
