const hourMs = 3_600_000;

/** Turns a wall clock of a zone, `2011-10-01T00:38:44`, into an instant in milliseconds. */
export function createZoneClock(timeZone: string): (wallClock: string) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsets = new Map<number, number>();
  const offsetAt = (instant: number) => {
    const hour = Math.floor(instant / hourMs);
    const offset = offsets.get(hour) ?? readOffset(format, hour * hourMs);
    offsets.set(hour, offset);
    return offset;
  };
  return (wallClock) => {
    const asUtc = Date.parse(`${wallClock}Z`);
    return asUtc - offsetAt(asUtc - offsetAt(asUtc));
  };
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
}
