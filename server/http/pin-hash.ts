import { createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface StoredHash {
  readonly salt: string;
  readonly hash: string;
  /** Binary logarithm of what scrypt was made to cost. */
  readonly cost: number;
}

/** Slow hashes of PINs, made on threads of their own: the event loop goes on, and no more than two take the memory at a time. */
export interface PinHasher {
  hash(owner: PinOwner, pin: string): Promise<StoredHash>;
  verify(owner: PinOwner, pin: string, stored: StoredHash): Promise<boolean>;
}

/** A hash is worth nothing beside another person. */
export interface PinOwner {
  readonly portalId: bigint;
  readonly userId: bigint;
}

/** 2^17 blocks of 1 KiB are 128 MiB for each hash: OWASP's first choice for scrypt. */
const usualCost = 17;

/** `key` is a secret of the installation outside the store: without it six digits are guessed from their hashes in hours. */
export function createPinHasher({ key, cost = usualCost }: { key: Buffer; cost?: number | undefined }): PinHasher {
  const pepper = Buffer.from(hkdfSync('sha256', key, '', 'kurs/pin/v1', 32));
  const turns = createTurns(2);
  const derive = ({ portalId, userId }: PinOwner, pin: string, { salt, cost: of }: Omit<StoredHash, 'hash'>): Promise<Buffer> => {
    const secret = createHmac('sha256', pepper).update(`${portalId}:${userId}:${pin}`).digest();
    return turns(() => deriveKey(secret, Buffer.from(salt, 'hex'), of));
  };
  return {
    hash: async (owner, pin) => {
      const salt = randomBytes(16).toString('hex');
      return { salt, cost, hash: (await derive(owner, pin, { salt, cost })).toString('hex') };
    },
    verify: async (owner, pin, stored) => timingSafeEqual(await derive(owner, pin, stored), Buffer.from(stored.hash, 'hex')),
  };
}

const blockSize = 8;

function deriveKey(secret: Buffer, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: 2 ** cost, r: blockSize, p: 1, maxmem: 2 ** cost * blockSize * 256 };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, options, (failure, key) => (failure === null ? resolve(key) : reject(failure)));
  });
}

/** At most so many at a time, the others in the order they came. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
