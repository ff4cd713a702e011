import type { Choice } from '../seeded-choice.ts';

const startLines = [
  'GET / HTTP/1.1',
  'POST /portal/placement HTTP/1.1',
  'POST /portal/event HTTP/1.1',
  'PUT /api/plans/2026-11/draft HTTP/1.1',
  'GET /api/overview?month=2026-11 HTTP/1.1',
  'GET /%00%ff/../../etc/passwd HTTP/1.1',
  'GET //evil.example/%2e%2e HTTP/1.1',
  'GET http://169.254.169.254/latest HTTP/1.1',
  'CONNECT 127.0.0.1:22 HTTP/1.1',
  'TRACE / HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'BREW / HTTP/1.1',
  'GET / HTTP/9.9',
  'GET / HTTP/1.0',
  'PRI * HTTP/2.0',
  'GET /',
  '',
];

const headerLines = [
  'Host: kurs',
  'Host: a\r\nHost: b',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Content-Length: 5\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: gzip, chunked',
  'Expect: 100-continue',
  'Expect: 200-ok',
  'Connection: upgrade\r\nUpgrade: websocket',
  'Content-Type: application/json',
  'Content-Type: application/x-www-form-urlencoded',
  'Content-Encoding: gzip',
  'Content-Encoding: snappy',
  'Authorization: Bearer \u0000',
  'Cookie: session=1',
  'X-Forwarded-For: 127.0.0.1, evil',
  `X-Long: ${'a'.repeat(20_000)}`,
  ' folded: line',
  'no colon here',
  'X-Bin: \u0001\u007f',
];

const bodies = [
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  'ffffffffffff\r\nx',
  '{"a":1}',
  'member_id=a',
  '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: kurs\r\n\r\n',
];

/** What is nearly a request, or none at all. */
export function createBytes(choice: Choice): Buffer {
  if (choice.isChosen(0.15)) return Buffer.from(Array.from({ length: 1 + choice.below(400) }, () => choice.below(256)));
  const lines = [choice.oneOf(startLines), ...Array.from({ length: choice.below(6) }, () => choice.oneOf(headerLines))];
  const end = choice.oneOf(['\r\n', '\n', '\r']);
  const bytes = Buffer.from(`${lines.join(choice.isChosen(0.9) ? '\r\n' : end)}\r\n\r\n${choice.oneOf(bodies)}`, 'latin1');
  const flips = choice.isChosen(0.4) ? 1 + choice.below(5) : 0;
  for (let flip = 0; flip < flips; flip += 1) bytes[choice.below(bytes.length)] = choice.below(256);
  return choice.isChosen(0.15) ? bytes.subarray(0, choice.below(bytes.length)) : bytes;
}
