// Verifies evidence of signed plans without the service that made it: one file, no dependencies, Node 18 or a browser.
//
//   node verify.mjs PACKAGE.zip|FOLDER|evidence.ndjson [--anchor receipt.json] [--keys kurs-seal-keys.json] [--key ID] [--lang ru|en]
//
// Exit codes: 0 intact, 1 tampered, 2 incomplete, 3 unknown key.

/* ---------------------------------------------------------------- hashes */

const utf8 = new TextEncoder();
const bytesOf = (text) => utf8.encode(text);
const textOf = (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const isHash = (text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The whole-number root of a big number, by Newton. */
function rootOf(value, degree) {
  const n = BigInt(degree);
  let guess = 1n << (BigInt(value.toString(2).length) / n + 1n);
  for (;;) {
    const next = ((n - 1n) * guess + value / guess ** (n - 1n)) / n;
    if (next >= guess) return guess;
    guess = next;
  }
}

const primes = [];
for (let n = 2; primes.length < 80; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
// FIPS 180-4: fractional parts of cube roots and square roots of the first primes.
const fraction = (prime, degree) => rootOf(BigInt(prime) << BigInt(64 * degree), degree) & 0xffffffffffffffffn;
const roundWords = primes.map((prime) => fraction(prime, 3));
const startWords = primes.slice(0, 8).map((prime) => fraction(prime, 2));
const roundWords32 = roundWords.slice(0, 64).map((word) => Number(word >> 32n));

function padded(message, block) {
  const tail = block / 8;
  const size = Math.ceil((message.length + 1 + tail) / block) * block;
  const whole = new Uint8Array(size);
  whole.set(message);
  whole[message.length] = 0x80;
  new DataView(whole.buffer).setBigUint64(size - 8, BigInt(message.length) * 8n);
  return whole;
}

function plainSha256(message) {
  const data = new DataView(padded(message, 64).buffer);
  const state = startWords.map((word) => Number(word >> 32n));
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < data.byteLength; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = data.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i += 1) {
      const [a, b] = [w[i - 15], w[i - 2]];
      w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + roundWords32[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => out.setInt32(4 * i, word));
  return new Uint8Array(out.buffer);
}

function plainSha512(message) {
  const data = new DataView(padded(message, 128).buffer);
  const mask = 0xffffffffffffffffn;
  const state = [...startWords];
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & mask;
  for (let at = 0; at < data.byteLength; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i += 1) w.push(data.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i += 1) {
      const [a, b] = [w[i - 15], w[i - 2]];
      w.push((w[i - 16] + (turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n)) + w[i - 7] + (turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n))) & mask);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i += 1) {
      const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & mask & g)) + roundWords[i] + w[i];
      const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & mask, c, b, a, (one + two) & mask];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) & mask));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

/* --------------------------------------------------------------- Ed25519 */

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % p) + p) % p;

function power(base, exponent) {
  let [result, factor] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % p;
    factor = (factor * factor) % p;
  }
  return result;
}

const curveD = mod(-121665n * power(121666n, p - 2n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);
const neutral = [0n, 1n, 1n, 0n];

/** Extended coordinates; the formula is complete, so that doubling is adding. */
function addPoints([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * curveD);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function multiply(point, scalar) {
  let [sum, part] = [neutral, point];
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = addPoints(sum, part);
    part = addPoints(part, part);
  }
  return sum;
}

const littleEndian = (bytes) => BigInt(`0x${hexOf(Uint8Array.from(bytes).reverse())}`);

function readPoint(bytes) {
  const whole = littleEndian(bytes);
  const [sign, y] = [whole >> 255n, whole & (2n ** 255n - 1n)];
  if (y >= p) return undefined;
  const [u, v] = [mod(y * y - 1n), mod(curveD * y * y + 1n)];
  let x = mod(u * v ** 3n * power(u * v ** 7n, (p - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * rootOfMinusOne);
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return undefined;
  if ((x & 1n) !== sign) x = p - x;
  return [x, y, 1n, mod(x * y)];
}

function writePoint([x, y, z]) {
  const inverse = power(z, p - 2n);
  const whole = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return fromHex(whole.toString(16).padStart(64, '0')).reverse();
}

const basePoint = readPoint(concat(fromHex('58'), new Uint8Array(31).fill(0x66)));

function plainVerify(publicKey, message, signature) {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const key = readPoint(publicKey);
  const scalar = littleEndian(signature.slice(32));
  if (key === undefined || scalar >= order) return false;
  const challenge = littleEndian(plainSha512(concat(signature.slice(0, 32), publicKey, message))) % order;
  const [x, y, z, t] = key;
  const found = addPoints(multiply(basePoint, scalar), multiply([mod(-x), y, z, mod(-t)], challenge));
  return hexOf(writePoint(found)) === hexOf(signature.slice(0, 32));
}

/** What Node has is faster; a browser uses what stands above. */
const fast = { sha256: undefined, verify: undefined };

export const sha256 = (bytes) => (fast.sha256 ?? plainSha256)(bytes);
export const verifyEd25519 = (publicKey, message, signature) => (fast.verify ?? plainVerify)(publicKey, message, signature);
export const plain = { sha256: plainSha256, sha512: plainSha512, verifyEd25519: plainVerify };

export async function useNodeCrypto() {
  const crypto = await import('node:crypto');
  const prefix = fromHex('302a300506032b6570032100');
  const keys = new Map();
  fast.sha256 = (bytes) => new Uint8Array(crypto.createHash('sha256').update(bytes).digest());
  fast.verify = (publicKey, message, signature) => {
    const name = hexOf(publicKey);
    if (!keys.has(name))
      keys.set(name, crypto.createPublicKey({ key: Buffer.from(concat(prefix, publicKey)), format: 'der', type: 'spki' }));
    return signature.length === 64 && crypto.verify(null, message, keys.get(name), signature);
  };
}

/* ---------------------------------------------------- what Kurs has hashed */

/** RFC 8785 for what our documents hold: text, whole numbers, yes and no, nothing, lists and objects. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

export const hashInDomain = (domain, text) =>
  hexOf(sha256(concat(bytesOf(domain), Uint8Array.of(0), typeof text === 'string' ? bytesOf(text) : text)));
export const hashEntry = (text) => hashInDomain('kurs/entry/v1', text);
export const hashTreeHead = ({ tenant, size, root, at, kid }) => hashInDomain('kurs/sth/v1', canonical({ tenant, size, root, at, kid }));
export const hashPublicRoot = ({ day, portals, root, at, kid }) =>
  hashInDomain('kurs/public-root/v1', canonical({ day, portals, root, at, kid }));
const hashRotation = (tenant, prev, from, to) => hashInDomain('kurs/key-rotation/v1', [tenant, prev, from, to].join('\n'));

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Of one spelling only: other spellings of the same bytes are refused. */
function readBase64url(text) {
  if (typeof text !== 'string' || !/^[\w-]*$/.test(text)) return undefined;
  let [bits, held] = [0, 0];
  const bytes = [];
  for (const letter of text) {
    bits = ((bits << 6) | base64Alphabet.indexOf(letter)) & 0xfff;
    held += 6;
    if (held >= 8) bytes.push((bits >> (held -= 8)) & 0xff);
  }
  return held >= 6 || (bits & ((1 << held) - 1)) !== 0 ? undefined : Uint8Array.from(bytes);
}

/** A seal of a hash, which each kind of document makes in a domain of its own. */
export function isSealed(hash, seal, publicKey) {
  const signature = readBase64url(seal);
  return isHash(hash) && signature !== undefined && verifyEd25519(publicKey, concat(bytesOf('kurs/seal/v1\0'), fromHex(hash)), signature);
}

const spkiPrefix = '302a300506032b6570032100';
export const fingerprintOf = (publicKey) => hexOf(sha256(fromHex(spkiPrefix + hexOf(publicKey))));

/** A key is called by the beginning of its fingerprint; a name that does not fit is no key. */
export function readKeys(document) {
  const keys = new Map();
  for (const { kid, publicKey } of document?.keys ?? []) {
    if (!isHash(publicKey)) continue;
    const bytes = fromHex(publicKey);
    if (fingerprintOf(bytes).slice(0, 16) === kid) keys.set(kid, bytes);
  }
  return keys;
}

function keyOfPem(pem) {
  const body = /^-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/]+=*)\s+-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1];
  const der = readBase64url((body ?? '').replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
  if (der === undefined || der.length !== 44 || hexOf(der.slice(0, 12)) !== spkiPrefix) return undefined;
  return der.slice(12);
}

/* ------------------------------------------------------------ Merkle tree */

const hashLeaf = (leaf) => hexOf(sha256(concat(Uint8Array.of(0), fromHex(leaf))));
const hashNode = (left, right) => hexOf(sha256(concat(Uint8Array.of(1), fromHex(left), fromHex(right))));
const half = (value) => Math.floor(value / 2);
const isPlace = (value) => Number.isSafeInteger(value) && value >= 0;

function climb(at, last) {
  let [place, end] = [at, last];
  while (place !== 0 && place % 2 === 0) [place, end] = [half(place), half(end)];
  return [place, end];
}

/** RFC 9162, 2.1.3.2. */
export function isIncluded({ leaf, index, size, path }, root) {
  if (!isPlace(index) || !isPlace(size) || index >= size || !isHash(leaf) || !Array.isArray(path) || !path.every(isHash)) return false;
  let [at, last, node] = [index, size - 1, hashLeaf(leaf)];
  for (const sibling of path) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      node = hashNode(sibling, node);
      if (!isRight) [at, last] = climb(at, last);
    } else node = hashNode(node, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && node === root;
}

/** RFC 9162, 2.1.4.2. */
export function isConsistent({ from, to, path }) {
  if (!isPlace(from?.size) || !isPlace(to?.size) || from.size > to.size || !Array.isArray(path) || !path.every(isHash)) return false;
  if (from.size === to.size) return path.length === 0 && from.root === to.root;
  if (from.size === 0) return path.length === 0;
  const [first, ...rest] = Number.isInteger(Math.log2(from.size)) ? [from.root, ...path] : path;
  if (first === undefined) return false;
  let [at, last] = [from.size - 1, to.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [older, newer] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      [older, newer] = [hashNode(node, older), hashNode(node, newer)];
      if (!isRight) [at, last] = climb(at, last);
    } else newer = hashNode(newer, node);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && older === from.root && newer === to.root;
}

/** The roots of the first one, two, three … leaves. */
export function rootsOf(leaves) {
  const frontier = [];
  return leaves.map((leaf, size) => {
    let node = hashLeaf(leaf);
    for (let rest = size; rest % 2 === 1; rest = half(rest)) node = hashNode(frontier.pop(), node);
    frontier.push(node);
    return frontier.slice(0, -1).reduceRight((root, subtree) => hashNode(subtree, root), node);
  });
}

/* ---------------------------------------------------------------- report */

export const exitCodes = { intact: 0, tampered: 1, incomplete: 2, 'unknown-key': 3 };

/** Gathers what was found; what is certain outweighs what could not be looked at. */
function createReport() {
  const findings = [];
  const add = (kind) => (ru, en) => void findings.push({ kind, ru, en });
  return {
    good: add('good'),
    note: add('note'),
    tampered: add('tampered'),
    incomplete: add('incomplete'),
    unknownKey: add('unknown-key'),
    finish: ({ hasAnchor }) => {
      const verdict = ['tampered', 'unknown-key', 'incomplete'].find((kind) => findings.some((one) => one.kind === kind)) ?? 'intact';
      const words = verdict === 'intact' && !hasAnchor ? verdictWords.unanchored : verdictWords[verdict];
      return { verdict, code: exitCodes[verdict], isAnchored: hasAnchor, ...words, findings };
    },
  };
}

const verdictWords = {
  intact: {
    ru: 'Целостность подтверждена, полнота подтверждена до контрольного значения.',
    en: 'Integrity verified, and complete up to the anchor.',
  },
  unanchored: {
    ru: 'Целостность подтверждена, полнота НЕ доказана: укажите контрольное значение (квитанцию или сообщение администратору).',
    en: 'Integrity verified, completeness NOT proven: give an anchor (a receipt or the message to an administrator).',
  },
  tampered: { ru: 'Данные изменены: доверять им нельзя.', en: 'Tampered: the data was changed and cannot be trusted.' },
  incomplete: { ru: 'Данные неполны: части не хватает.', en: 'Incomplete: a part is missing.' },
  'unknown-key': { ru: 'Ключ печати неизвестен: проверить нельзя.', en: 'Unknown key: the seal cannot be verified.' },
};

/* --------------------------------------------------------------- entries */

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One entry by itself: its text, its hash and its seal. */
function checkEntry(report, keys, { entry, hash, seal, kid }, name) {
  const fields = parse(entry);
  if (fields === undefined || typeof fields !== 'object' || fields === null || canonical(fields) !== entry) {
    report.tampered(`${name.ru}: текст записи испорчен`, `${name.en}: its text is damaged`);
    return undefined;
  }
  if (hashEntry(entry) !== hash)
    report.tampered(`${name.ru}: отпечаток не сходится с текстом`, `${name.en}: its hash does not match its text`);
  const key = keys.get(kid);
  if (key === undefined) report.unknownKey(`${name.ru}: ключ печати ${kid} неизвестен`, `${name.en}: the seal key ${kid} is unknown`);
  else if (!isSealed(hash, seal, key)) report.tampered(`${name.ru}: печать не сходится`, `${name.en}: the seal does not match`);
  return fields;
}

const entryName = (seq) => ({ ru: `запись № ${seq}`, en: `entry ${seq}` });

/** Keys are in force one after another: each is put in force by an entry that the one before has sealed. */
function followKeys(report, keys, entries, pinned) {
  const [first] = entries;
  if (first === undefined) return;
  let inForce = first.kid;
  if (pinned !== undefined && !pinned.has(inForce) && !entries.some(({ fields }) => pinned.has(fields.body?.to)))
    report.unknownKey(`ключ ${inForce} — не тот, который вы указали`, `the key ${inForce} is not the one that you gave`);
  for (const { seq, kid, fields } of entries) {
    const name = entryName(seq);
    if (kid !== inForce)
      report.tampered(
        `${name.ru}: запечатана ключом ${kid}, а действовал ${inForce}`,
        `${name.en}: sealed by ${kid} while ${inForce} was in force`,
      );
    if (fields.type !== 'key.rotated') continue;
    const { from, to, publicKey, proof } = fields.body ?? {};
    const next = typeof publicKey === 'string' ? keyOfPem(publicKey) : undefined;
    const isProven =
      next !== undefined &&
      from === kid &&
      fingerprintOf(next).slice(0, 16) === to &&
      isSealed(hashRotation(fields.tenant, fields.prev, from, to), proof, next);
    if (!isProven) report.tampered(`${name.ru}: новый ключ не подтверждён`, `${name.en}: the new key is not proven`);
    else {
      inForce = to;
      keys.set(to, next);
    }
  }
}

function checkTreeHead(report, keys, head, name) {
  const key = keys.get(head?.kid);
  if (head === undefined || head === null || !isHash(head.root) || !isPlace(head.size)) {
    report.tampered(`${name.ru}: нет контрольного значения`, `${name.en}: there is no tree head`);
    return false;
  }
  if (key === undefined) {
    report.unknownKey(`${name.ru}: ключ печати ${head.kid} неизвестен`, `${name.en}: the seal key ${head.kid} is unknown`);
    return false;
  }
  if (isSealed(hashTreeHead(head), head.seal, key)) return true;
  report.tampered(`${name.ru}: печать контрольного значения не сходится`, `${name.en}: the seal of the tree head does not match`);
  return false;
}

/* --------------------------------------------------------------- anchors */

/** A receipt, the numbers of a message to an administrator `{size, root}`, or the public root of a day. */
function readAnchor(anchor) {
  if (anchor?.schema === 'kurs/receipt/1') return { ...anchor, kind: 'receipt' };
  if (typeof anchor?.day === 'string' && isHash(anchor.root)) return { ...anchor, kind: 'public-root' };
  if (isPlace(anchor?.size) && isHash(anchor.root)) return { kind: 'head', treeHead: anchor };
  return undefined;
}

const anchorName = { ru: 'контрольное значение', en: 'the anchor' };

function checkReceipt(report, keys, receipt) {
  const name = { ru: 'квитанция', en: 'the receipt' };
  const fields = checkEntry(report, keys, { entry: receipt.entry, hash: receipt.entryHash, seal: receipt.seal, kid: receipt.kid }, name);
  if (!checkTreeHead(report, keys, receipt.treeHead, name) || fields === undefined) return;
  const { size, root, tenant } = receipt.treeHead;
  const isIn = tenant === fields.tenant && isIncluded({ leaf: receipt.entryHash, index: fields.seq - 1, size, path: receipt.path }, root);
  if (!isIn) report.tampered('квитанция: записи нет в её же дереве', 'the receipt: its entry is not in its own tree');
}

/** `rootAt` tells the root of a size, undefined when nothing here proves it. */
function checkAnchor(report, keys, anchor, { tenant, size, rootAt, entries, findPublicRoot }) {
  if (anchor === undefined) return report.incomplete('контрольное значение не читается', 'the anchor cannot be read');
  if (anchor.kind === 'receipt') checkReceipt(report, keys, anchor);
  if (anchor.kind === 'public-root') return checkPublicAnchor(report, keys, anchor, findPublicRoot(anchor.day));
  const head = anchor.treeHead ?? {};
  if (head.tenant !== undefined && head.tenant !== tenant)
    return report.tampered(`${anchorName.ru} другого портала`, `${anchorName.en} belongs to another portal`);
  if (head.size > size)
    return report.incomplete(
      `здесь ${size} записей, а в контрольном значении их ${head.size}: конец отрезан`,
      `there are ${size} entries here and ${head.size} in the anchor: the end was cut off`,
    );
  const root = rootAt(head.size);
  if (root === undefined) report.incomplete(`нет доказательства для ${head.size} записей`, `there is no proof for ${head.size} entries`);
  else if (root !== head.root)
    report.tampered('журнал переписан: он не продолжает контрольное значение', 'the ledger was rewritten: it does not continue the anchor');
  else
    report.good(
      `журнал продолжает контрольное значение из ${head.size} записей`,
      `the ledger continues the anchor of ${head.size} entries`,
    );
  const own = anchor.kind === 'receipt' ? entries.find(({ hash }) => hash === anchor.entryHash) : undefined;
  if (own !== undefined) report.good(`запись № ${own.seq} — та, что в квитанции`, `entry ${own.seq} is the one of the receipt`);
}

function checkPublicAnchor(report, keys, anchor, known) {
  const key = keys.get(anchor.kid);
  if (key === undefined) return report.unknownKey(`ключ печати ${anchor.kid} неизвестен`, `the seal key ${anchor.kid} is unknown`);
  if (!isSealed(hashPublicRoot(anchor), anchor.seal, key))
    return report.tampered('печать общего корня не сходится', 'the seal of the public root does not match');
  if (known === undefined)
    return report.incomplete(
      `нет доказательства для общего корня за ${anchor.day}`,
      `there is no proof for the public root of ${anchor.day}`,
    );
  if (known.publicRoot.root !== anchor.root)
    return report.tampered(`общий корень за ${anchor.day} другой`, `the public root of ${anchor.day} differs`);
  return report.good(`журнал вошёл в общий корень за ${anchor.day}`, `the ledger is part of the public root of ${anchor.day}`);
}

/* --------------------------------------------------------------- package */

const needed = ['manifest.json', 'plan.json', 'entries.json', 'proofs.json', 'keys.json', 'anchors.json'];
const signing = new Set(['plan.signed', 'plan.signed_with_objections', 'plan.refused']);

/** `files` maps names to bytes; `anchor` is a parsed document, `keys` a parsed list of trusted keys, `keyId` the id of one. */
export function verifyPackage(files, { anchor, keys: given, keyId } = {}) {
  const report = createReport();
  const finish = () => report.finish({ hasAnchor: anchor !== undefined });
  for (const name of needed) if (!files.has(name)) report.incomplete(`нет файла ${name}`, `the file ${name} is missing`);
  const read = (name) => {
    try {
      return files.has(name) ? textOf(files.get(name)) : undefined;
    } catch {
      report.tampered(`${name} — не текст`, `${name} is no text`);
      return undefined;
    }
  };
  const json = (name) => {
    const text = read(name);
    const value = text === undefined ? undefined : parse(text);
    if (text !== undefined && (typeof value !== 'object' || value === null)) report.tampered(`${name} испорчен`, `${name} is damaged`);
    return typeof value === 'object' && value !== null ? value : undefined;
  };
  const keys = readKeys(json('keys.json'));
  const pinned =
    given !== undefined || keyId !== undefined ? new Set([...readKeys(given).keys(), ...(keyId === undefined ? [] : [keyId])]) : undefined;
  const entries = readEntries(report, keys, json('entries.json'));
  followKeys(report, keys, entries, pinned);
  checkManifest(report, keys, files, read('manifest.json'), entries);
  const [document, pii] = [read('plan.json'), files.has('pii.json') ? json('pii.json') : undefined];
  const erasure = tellErasure(report, entries, parse(document ?? ''));
  const compareText = createTextComparison(report, { read, salts: pii?.salts, erasure });
  checkPlan(report, { document, compareText, entries });
  checkBeside(report, { read, pii, entries, plan: parse(document ?? ''), compareText, erasure });
  const tree = checkProofs(report, keys, json('proofs.json'), entries);
  const anchors = checkAnchors(report, keys, json('anchors.json'), tree);
  if (anchor !== undefined && tree !== undefined)
    checkAnchor(report, keys, readAnchor(anchor), {
      ...tree,
      entries,
      findPublicRoot: (day) => anchors.find((one) => one.publicRoot?.day === day),
    });
  tellKeys(report, entries, keys, pinned);
  return finish();
}

/** The last entry that says that what the person of this plan said was erased: words from before it may be missing. */
function tellErasure(report, entries, plan) {
  const employee = plan?.employee?.b24UserId;
  const erasure = entries.filter(({ fields }) => fields.type === 'erasure.done' && fields.body?.employee === employee).at(-1);
  if (employee === undefined || erasure === undefined) return undefined;
  const day = String(erasure.fields.at).slice(0, 10);
  report.note(
    `персональные данные сотрудника удалены ${day}, запись № ${erasure.seq}: имени и слов здесь нет, остальное проверяется как раньше`,
    `the personal data of the person was erased on ${day}, entry ${erasure.seq}: name and words are not here, all else is verified as before`,
  );
  return erasure;
}

const isErasedSince = (erasure, seq) => erasure !== undefined && erasure.seq > seq;

/** Compares a file with what its entry or its plan names: a hash with a salt, or without one as it was before. */
function createTextComparison(report, { read, salts, erasure }) {
  return (name, { salted, plain, seq }) => {
    const text = read(name);
    const salt = salts?.[name];
    if (text === undefined && isErasedSince(erasure, seq)) return;
    if (text === undefined) report.incomplete(`нет файла ${name}`, `the file ${name} is missing`);
    else if (salted !== undefined && typeof salt !== 'string')
      report.incomplete(`нет соли для ${name} в pii.json`, `the salt of ${name} is missing in pii.json`);
    else if (salted !== undefined && hashInDomain('kurs/salted-text/v1', canonical({ salt, text })) !== salted)
      report.tampered(`${name} — не тот текст`, `${name} is not the text of its entry`);
    else if (salted === undefined && hashInDomain('kurs/text/v1', text) !== plain)
      report.tampered(`${name} — не тот текст`, `${name} is not the text of its entry`);
  };
}

function tellKeys(report, entries, keys, pinned) {
  for (const kid of new Set(entries.map((entry) => entry.kid))) {
    if (pinned !== undefined || !keys.has(kid)) continue;
    const print = fingerprintOf(keys.get(kid));
    report.note(
      `ключ печати ${kid}: сверьте отпечаток ${print} с соглашением`,
      `seal key ${kid}: compare its fingerprint ${print} with your agreement`,
    );
  }
}

function readEntries(report, keys, document) {
  const entries = [];
  for (const one of document?.entries ?? []) {
    const name = entryName(one?.seq);
    const fields = checkEntry(report, keys, one ?? {}, name);
    if (fields === undefined) continue;
    if (fields.seq !== one.seq || fields.tenant !== document.tenant)
      report.tampered(`${name.ru}: номер или портал не сходится`, `${name.en}: its number or portal does not match`);
    const before = entries.at(-1);
    if (before !== undefined && (one.seq <= before.seq || fields.at < before.fields.at))
      report.tampered(`${name.ru}: порядок нарушен`, `${name.en}: out of order`);
    if (before !== undefined && one.seq === before.seq + 1 && fields.prev !== before.hash)
      report.tampered(`${name.ru}: не продолжает предыдущую`, `${name.en}: it does not continue the one before`);
    entries.push({ ...one, fields });
  }
  return entries;
}

/** Each file as it was packed; a file that is missing is no proof of a change. */
function checkManifest(report, keys, files, text, entries) {
  if (text === undefined) return;
  const manifest = parse(text);
  if (typeof manifest !== 'object' || manifest === null || !Array.isArray(manifest.files) || canonical(manifest) !== text) {
    report.tampered('manifest.json испорчен', 'manifest.json is damaged');
    return;
  }
  const { seal, ...fields } = manifest;
  const key = keys.get(manifest.kid);
  if (key === undefined) report.unknownKey(`ключ печати ${manifest.kid} неизвестен`, `the seal key ${manifest.kid} is unknown`);
  else if (!isSealed(hashInDomain('kurs/package/v1', canonical(fields)), seal, key))
    report.tampered('печать пакета не сходится', 'the seal of the package does not match');
  for (const { name, sha256: hash } of manifest.files) {
    if (!files.has(name)) report.incomplete(`нет файла ${name}`, `the file ${name} is missing`);
    else if (hexOf(sha256(files.get(name))) !== hash) report.tampered(`файл ${name} изменён`, `the file ${name} was changed`);
  }
  const listed = new Set(['manifest.json', ...manifest.files.map(({ name }) => name)]);
  for (const name of files.keys())
    if (!listed.has(name)) report.note(`файл ${name} не из пакета`, `the file ${name} is not part of the package`);
  if (entries.some(({ fields: { tenant } }) => tenant !== manifest.tenant))
    report.tampered('пакет другого портала', 'the package is of another portal');
}

function checkPlan(report, { document, compareText, entries }) {
  if (document === undefined) return;
  const plan = parse(document);
  if (typeof plan !== 'object' || plan === null || canonical(plan) !== document) {
    report.tampered('plan.json испорчен', 'plan.json is damaged');
    return;
  }
  const hash = hashInDomain('kurs/plan/v1', document);
  const isAbout = ({ fields }) => fields.type === 'plan.issued' || signing.has(fields.type);
  const about = entries.filter((entry) => isAbout(entry) && entry.fields.body?.version === plan.version);
  const { humanTextSha256: plain, humanTextSaltedSha256: salted } = plan;
  compareText('plan.txt', { plain, salted, seq: about.at(-1)?.seq ?? Infinity });
  for (const { seq, fields } of entries)
    if (fields.type === 'plan.issued' && fields.body?.version > plan.version)
      report.note(
        `позже выдана версия ${fields.body.version}, запись № ${seq}`,
        `version ${fields.body.version} was issued later, entry ${seq}`,
      );
  // A plan of another number would find no entries of its own, and that would look as if they were missing.
  if (entries.length > 0 && !entries.some(({ fields }) => fields.body?.planHash === hash))
    report.tampered('plan.json — не тот план, о котором записи', 'plan.json is not the plan that the entries are about');
  if (!about.some(({ fields }) => fields.type === 'plan.issued'))
    report.incomplete('нет записи о выдаче плана', 'the entry of the plan being issued is missing');
  for (const { seq, fields } of about) {
    const name = entryName(seq);
    if (fields.body?.planHash !== hash) report.tampered(`${name.ru}: о другом плане`, `${name.en}: about another plan`);
    if (!signing.has(fields.type)) continue;
    const said = { 'plan.signed': ['подписан', 'signed'], 'plan.refused': ['не согласован', 'refused'] }[fields.type] ?? [
      'подписан с возражениями',
      'signed with objections',
    ];
    const who = `${fields.actor?.uid}, ${fields.actor?.level}`;
    report.good(
      `план ${said[0]}: сотрудник ${who}, ${fields.at}, запись № ${seq}`,
      `the plan was ${said[1]}: person ${who}, ${fields.at}, entry ${seq}`,
    );
    const words = hashesOf(fields.body);
    if (words !== undefined) compareText('decision.txt', { ...words, seq });
    // Answers from before this was kept name none.
    const from = fields.body?.circumstancesSaltedSha256 ?? undefined;
    if (from !== undefined) compareText('circumstances.json', { salted: from, seq });
  }
  if (!about.some(({ fields }) => signing.has(fields.type))) report.note('ответа сотрудника ещё нет', 'the person has not answered yet');
}

/** Of the words that an entry is about; undefined where it is about none. */
function hashesOf(body) {
  const [salted, plain] = [body?.textSaltedSha256 ?? undefined, body?.textSha256 ?? undefined];
  return salted === undefined && plain === undefined ? undefined : { salted, plain };
}

/** What belongs to the answer beside the plan: how it was spread, the reply of a head, the agreement, the act on paper. */
function checkBeside(report, { read, pii, entries, plan, compareText, erasure }) {
  const of = (types) => entries.filter(({ fields }) => types.has(fields.type) && fields.body?.version === plan?.version);
  const compare = (name, domain, hash) => {
    const text = read(name);
    if (text === undefined) report.incomplete(`нет файла ${name}`, `the file ${name} is missing`);
    else if (hashInDomain(domain, text) !== hash) report.tampered(`${name} — не тот текст`, `${name} is not the text of its entry`);
  };
  for (const { seq, fields } of of(signing))
    if ((fields.body?.breakdownSha256 ?? null) !== null && !(read('breakdown.json') === undefined && isErasedSince(erasure, seq)))
      compare('breakdown.json', 'kurs/breakdown/v1', fields.body.breakdownSha256);
  for (const { seq, fields } of of(new Set(['objection.answered']))) compareText('reply.txt', { ...hashesOf(fields.body), seq });
  const accepted = entries.filter(({ fields }) => fields.type === 'agreement.accepted').at(-1);
  if (accepted !== undefined) compare('agreement.txt', 'kurs/text/v1', accepted.fields.body?.textSha256);
  for (const { seq, fields } of of(new Set(['plan.paper_ack']))) {
    const { salt, names } = pii?.witnesses ?? {};
    if (!Array.isArray(names) && isErasedSince(erasure, seq)) continue;
    if (!Array.isArray(names)) report.incomplete('нет имён свидетелей в pii.json', 'the names of the witnesses are missing in pii.json');
    else if (hashInDomain('kurs/witnesses/v1', canonical({ salt, names })) !== fields.body?.witnessesSha256)
      report.tampered('pii.json — другие свидетели', 'pii.json names other witnesses');
    else
      report.good(
        `ознакомлен на бумаге: ${names.join(', ')}, скан ${fields.body?.scanSha256}, запись № ${seq}`,
        `acquainted on paper: ${names.join(', ')}, scan ${fields.body?.scanSha256}, entry ${seq}`,
      );
  }
}

function checkProofs(report, keys, proofs, entries) {
  if (proofs === undefined) return undefined;
  const head = proofs.treeHead;
  if (!checkTreeHead(report, keys, head, { ru: 'proofs.json', en: 'proofs.json' })) return undefined;
  const paths = new Map((proofs.inclusion ?? []).map(({ seq, path }) => [seq, path]));
  for (const { seq, hash, fields } of entries) {
    const name = entryName(seq);
    if (fields.tenant !== head.tenant) report.tampered(`${name.ru}: другого портала`, `${name.en}: of another portal`);
    else if (!paths.has(seq)) report.incomplete(`${name.ru}: нет доказательства`, `${name.en}: there is no proof`);
    else if (!isIncluded({ leaf: hash, index: seq - 1, size: head.size, path: paths.get(seq) }, head.root))
      report.tampered(`${name.ru}: её нет в журнале`, `${name.en}: it is not in the ledger`);
  }
  for (const seq of paths.keys())
    if (!entries.some((entry) => entry.seq === seq))
      report.incomplete(
        `${entryName(seq).ru}: есть доказательство, а записи нет`,
        `${entryName(seq).en}: its proof is here and the entry is not`,
      );
  const roots = new Map([[head.size, head.root]]);
  for (const { from, path } of proofs.consistency ?? []) {
    if (isConsistent({ from, to: head, path })) roots.set(from.size, from.root);
    else
      report.tampered(
        `журнал из ${from?.size} записей не стал журналом из ${head.size}`,
        `a ledger of ${from?.size} entries did not become one of ${head.size}`,
      );
  }
  report.good(`журнал из ${head.size} записей, корень ${head.root}`, `a ledger of ${head.size} entries, root ${head.root}`);
  return { tenant: head.tenant, size: head.size, rootAt: (size) => roots.get(size) };
}

/** What was published day by day while nobody knew of this package. */
function checkAnchors(report, keys, document, tree) {
  const anchors = Array.isArray(document?.heads) ? document.heads : [];
  if (tree === undefined) return anchors;
  for (const { treeHead, publicRoot, place, path } of anchors) {
    const name = { ru: `общий корень за ${publicRoot?.day}`, en: `the public root of ${publicRoot?.day}` };
    const key = keys.get(publicRoot?.kid);
    if (!checkTreeHead(report, keys, treeHead, name)) continue;
    if (key === undefined) report.unknownKey(`${name.ru}: ключ неизвестен`, `${name.en}: the key is unknown`);
    else if (!isSealed(hashPublicRoot(publicRoot), publicRoot.seal, key))
      report.tampered(`${name.ru}: печать не сходится`, `${name.en}: the seal does not match`);
    if (!isIncluded({ leaf: hashTreeHead(treeHead), index: place, size: publicRoot?.portals, path }, publicRoot?.root))
      report.tampered(`${name.ru}: журнала в нём нет`, `${name.en}: the ledger is not in it`);
    const root = tree.rootAt(treeHead.size);
    if (root === undefined) report.incomplete(`${name.ru}: нет доказательства`, `${name.en}: there is no proof`);
    else if (root !== treeHead.root) report.tampered(`${name.ru}: журнал переписан`, `${name.en}: the ledger was rewritten`);
  }
  return anchors;
}

/* --------------------------------------------------------------- journal */

/** A whole evidence journal, the ledgers of all its portals from their first entries on. */
export function verifyJournal(text, { anchor, keys: given, keyId } = {}) {
  const report = createReport();
  const keys = readKeys(given);
  const pinned = keyId === undefined ? undefined : new Set([keyId]);
  if (given === undefined) report.unknownKey('укажите ключи: --keys kurs-seal-keys.json', 'give the keys: --keys kurs-seal-keys.json');
  const lines = text.split('\n');
  if (lines.pop() !== '') report.incomplete('последняя строка оборвана', 'the last line is torn');
  const ledgers = new Map();
  for (const [index, line] of lines.entries()) {
    const one = readLine(line);
    if (one === undefined) report.tampered(`строка ${index + 1} испорчена`, `line ${index + 1} is damaged`);
    else if (ledgers.has(one.tenant)) ledgers.get(one.tenant).push(one);
    else ledgers.set(one.tenant, [one]);
  }
  for (const [tenant, entries] of ledgers) walkLedger(report, keys, tenant, entries, pinned);
  if (anchor !== undefined) checkJournalAnchor(report, keys, readAnchor(anchor), ledgers);
  return report.finish({ hasAnchor: anchor !== undefined });
}

function readLine(text) {
  const line = parse(text);
  if (typeof line !== 'object' || line === null || JSON.stringify(line) !== text) return undefined;
  const { sum, ...fields } = line;
  return hashInDomain('kurs/journal/v1', JSON.stringify(fields)) === sum ? fields : undefined;
}

function walkLedger(report, keys, tenant, lines, pinned) {
  const entries = [];
  let [prev, at] = ['0'.repeat(64), ''];
  for (const [index, line] of lines.entries()) {
    const name = entryName(line.seq);
    const fields = checkEntry(report, keys, line, name);
    if (fields === undefined) continue;
    const isNext = line.seq === index + 1 && fields.seq === line.seq && fields.prev === prev && fields.tenant === tenant && fields.at >= at;
    if (!isNext) report.tampered(`${name.ru}: не продолжает журнал`, `${name.en}: it does not continue the ledger`);
    [prev, at] = [line.hash, fields.at];
    entries.push({ ...line, fields });
    if (fields.type === 'key.rotated') learnKey(keys, fields);
  }
  followKeys(report, keys, entries, pinned);
  for (const [index, root] of rootsOf(entries.map(({ hash }) => hash)).entries()) {
    const { seq, fields, kid, root: told, headSeal } = entries[index];
    if (told === null) continue;
    const name = entryName(seq);
    if (told !== root) report.tampered(`${name.ru}: корень дерева не сходится`, `${name.en}: the root of the tree does not match`);
    else checkTreeHead(report, keys, { tenant, size: seq, root, at: fields.at, kid, seal: headSeal }, name);
  }
  report.good(`портал ${tenant}: записей ${entries.length}`, `portal ${tenant}: ${entries.length} entries`);
}

/** Whether it may be in force is asked afterwards; here its seals become readable. */
function learnKey(keys, { body }) {
  const key = typeof body?.publicKey === 'string' ? keyOfPem(body.publicKey) : undefined;
  if (key !== undefined && fingerprintOf(key).slice(0, 16) === body.to && !keys.has(body.to)) keys.set(body.to, key);
}

function checkJournalAnchor(report, keys, anchor, ledgers) {
  const tenant = anchor?.treeHead?.tenant ?? (ledgers.size === 1 ? [...ledgers.keys()][0] : undefined);
  const entries = ledgers.get(tenant) ?? [];
  if (tenant === undefined)
    return report.incomplete('неясно, о каком портале контрольное значение', 'it is not clear which portal the anchor is about');
  const roots = rootsOf(entries.map(({ hash }) => hash));
  return checkAnchor(report, keys, anchor, {
    tenant,
    size: entries.length,
    rootAt: (size) => roots[size - 1],
    entries,
    findPublicRoot: () => undefined,
  });
}

/* ------------------------------------------------------------------- zip */

/** Names and bytes of an archive; undefined when it is none or was cut. `inflate` unpacks what is packed. */
export async function readZip(bytes, inflate) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return undefined;
  const files = new Map();
  let at = view.getUint32(end + 16, true);
  try {
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== 0x02014b50) return undefined;
      const [method, packed] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
      const [nameSize, extraSize, commentSize] = [
        view.getUint16(at + 28, true),
        view.getUint16(at + 30, true),
        view.getUint16(at + 32, true),
      ];
      const local = view.getUint32(at + 42, true);
      const name = textOf(bytes.subarray(at + 46, at + 46 + nameSize));
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (start + packed > bytes.length || files.has(name)) return undefined;
      const content = bytes.slice(start, start + packed);
      if (!name.endsWith('/')) files.set(name.replace(/^.*\//, ''), method === 0 ? content : await inflate(content));
      at += 46 + nameSize + extraSize + commentSize;
    }
  } catch {
    return undefined;
  }
  return files;
}

/** In a browser. */
export async function inflateInBrowser(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* ------------------------------------------------------------ in a console */

export const damagedArchive = () => {
  const report = createReport();
  report.incomplete('архив не читается: он оборван или испорчен', 'the archive cannot be read: it is cut or damaged');
  return report.finish({ hasAnchor: false });
};

async function runInNode(argv) {
  const [fs, path, zlib] = await Promise.all([import('node:fs'), import('node:path'), import('node:zlib')]);
  await useNodeCrypto();
  const options = {};
  const places = [];
  for (let index = 0; index < argv.length; index += 1) {
    const name = /^--(anchor|keys|key|lang)$/.exec(argv[index])?.[1];
    if (name === undefined) places.push(argv[index]);
    else options[name] = argv[(index += 1)];
  }
  const [place] = places;
  const language = options.lang ?? (new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ru') ? 'ru' : 'en');
  if (place === undefined) {
    console.log(
      'node verify.mjs PACKAGE.zip|FOLDER|evidence.ndjson [--anchor receipt.json] [--keys kurs-seal-keys.json] [--key ID] [--lang ru|en]',
    );
    return exitCodes.incomplete;
  }
  const readJson = (file) => (file === undefined ? undefined : JSON.parse(fs.readFileSync(file, 'utf8')));
  const asked = { anchor: readJson(options.anchor), keys: readJson(options.keys), keyId: options.key };
  const result = await verifyPlace(place, asked, { fs, path, zlib });
  const marks = { good: '+', note: ' ', tampered: '!', incomplete: '?', 'unknown-key': '?' };
  for (const finding of result.findings) console.log(`${marks[finding.kind]} ${finding[language]}`);
  console.log(`\n${result[language]}`);
  return result.code;
}

async function verifyPlace(place, asked, { fs, path, zlib }) {
  if (fs.statSync(place).isDirectory()) {
    const names = fs.readdirSync(place).filter((name) => fs.statSync(path.join(place, name)).isFile());
    return verifyPackage(new Map(names.map((name) => [name, new Uint8Array(fs.readFileSync(path.join(place, name)))])), asked);
  }
  if (place.endsWith('.ndjson')) return verifyJournal(fs.readFileSync(place, 'utf8'), asked);
  const files = await readZip(new Uint8Array(fs.readFileSync(place)), (bytes) => new Uint8Array(zlib.inflateRawSync(bytes)));
  return files === undefined ? damagedArchive() : verifyPackage(files, asked);
}

const isStartedByNode = typeof process !== 'undefined' && process.argv?.[1] !== undefined && process.argv[1].endsWith('verify.mjs');
if (isStartedByNode)
  runInNode(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (failure) => {
      console.error(failure instanceof Error ? failure.message : String(failure));
      process.exitCode = exitCodes.incomplete;
    },
  );
