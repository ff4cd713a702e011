type Nested = { [key: string]: Nested | string };

/** A form with its brackets nested, as the web server's parser hands it on: `data[FIELDS][ID]=5`. */
export function readForm(form: URLSearchParams): Nested {
  const body: Nested = {};
  for (const [name, value] of form) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    let place = body;
    for (const part of path.slice(0, -1)) {
      const inner = place[part];
      const next: Nested = typeof inner === 'object' ? inner : {};
      place[part] = next;
      place = next;
    }
    place[path.at(-1) ?? name] = value;
  }
  return body;
}
