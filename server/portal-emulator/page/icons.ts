const drawings = {
  feed: [
    'M4 5.5A1.5 1.5 0 0 1 5.5 4h7A1.5 1.5 0 0 1 14 5.5V16H6a2 2 0 0 1-2-2z',
    'M14 8h2v6.2a1.8 1.8 0 0 1-3.6 0',
    'M6.5 7h5M6.5 9.5h5M6.5 12h3',
  ],
  chat: [
    'M5 4h7a2 2 0 0 1 2 2v1',
    'M12 4H5.5A2.5 2.5 0 0 0 3 6.5v3A2.5 2.5 0 0 0 5 12v2l1.8-1.5',
    'M9 7.5h6A2.5 2.5 0 0 1 17.5 10v2a2.5 2.5 0 0 1-1.5 2.3V17l-2.8-2.5H9A2.5 2.5 0 0 1 6.5 12v-2A2.5 2.5 0 0 1 9 7.5z',
  ],
  calendar: ['M5 5h10a1.5 1.5 0 0 1 1.5 1.5V15a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V6.5A1.5 1.5 0 0 1 5 5z', 'M6.8 3v4M13.2 3v4'],
  tasks: ['M5 3.5h10A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5z', 'm7 10 2.2 2.2L13 8.2'],
  crm: ['M3 4.2h14v2.6H3z', 'M5 9h10v2.4H5z', 'M7 13.6h6V16H7z'],
  phone: [
    'M7.5 13.8c-2 2-4 2.4-4.3.8-.3-1.5.6-5.6 3.6-8.6s6.7-3.7 8.6-3.4c1.7.3 1.4 2.3-.6 4.2-1 1-2 1-2.6.3-.7-.7-1-1-2.6.6S8 10.7 8.5 11.3c.6.6.2 1.5-1 2.5z',
  ],
  people: [
    'M10 4.5a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2z',
    'M5.5 16c0-2.7 1.8-4.2 4.5-4.2s4.5 1.5 4.5 4.2z',
    'M5.2 6a2 2 0 0 0 0 3.8M2.5 14c0-1.6.8-2.7 2.2-3.1M14.8 6a2 2 0 0 1 0 3.8M17.5 14c0-1.6-.8-2.7-2.2-3.1',
  ],
  market: [
    'm3 14.5 3.6-7.7c.4-.9 1.4-1 1.7-.2.2.5.1.9-.1 1.4l-2.8 6',
    'm7.5 15 4-8.7c.4-.9 1.5-1.1 1.8-.3.2.5.1.9-.1 1.4L9.8 15',
    'm12 15 3.2-7c.4-.8 1.4-1 1.7-.2.2.5.1.9-.1 1.4L14.3 15',
  ],
  applications: ['M4 4h4.5v4.5H4z', 'M11.5 4H16v4.5h-4.5z', 'M4 11.5h4.5V16H4z', 'M11.5 11.5H16V16h-4.5z'],
  developers: ['M6.5 6 2.5 10l4 4M13.5 6l4 4-4 4M11.3 4.5l-2.6 11'],
  search: ['M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z', 'm13 13 4 4'],
  bell: ['M10 3a4.5 4.5 0 0 1 4.5 4.5c0 4 1.5 5 1.5 5.5H4c0-.5 1.5-1.5 1.5-5.5A4.5 4.5 0 0 1 10 3z', 'M8.3 15.7a1.8 1.8 0 0 0 3.4 0'],
  dots: ['M5 10h.01M10 10h.01M15 10h.01'],
  sun: [
    'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z',
    'M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.4 4.4l1.1 1.1M14.5 14.5l1.1 1.1M15.6 4.4l-1.1 1.1M5.5 14.5l-1.1 1.1',
  ],
  moon: ['M16 12.2A6.5 6.5 0 0 1 7.8 4a6.5 6.5 0 1 0 8.2 8.2z'],
  down: ['m6.5 8.3 3.5 3.5 3.5-3.5'],
  check: ['m4.5 10.3 3.7 3.7 7.3-8'],
  close: ['m6 6 8 8M14 6l-8 8'],
  back: ['M7.5 4.5 4 8l3.5 3.5', 'M4 8h8a4 4 0 0 1 0 8H9'],
  filter: ['M3 6h6M13 6h4M11 4v4M3 10h2M9 10h8M7 8v4M3 14h8M15 14h2M13 12v4'],
  menu: ['M3.5 5.5h13M3.5 10h13M3.5 14.5h13'],
  pencil: ['m4 16 .7-3.2 8.3-8.3 2.5 2.5-8.3 8.3z'],
} as const;

export type IconName = keyof typeof drawings;

export function icon(name: IconName, size = 20): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const drawing of drawings[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', drawing);
    svg.append(path);
  }
  return svg;
}
