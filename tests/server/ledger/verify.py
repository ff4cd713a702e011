"""Second implementation of the ledger's hashes, tree and seals: the standard library only.

python3 verify.py vectors.json — checks the published vectors, and that each of them, once changed, is found.
"""
import base64
import copy
import hashlib
import json
import sys

# ------------------------------------------------------------------ Ed25519 (RFC 8032), plain
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(point, scalar):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decompress(data):
    whole = int.from_bytes(data, "little")
    sign, y = whole >> 255, whole & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * SQRT_M1 % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def compress(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress(bytes([0x58] + [0x66] * 31))


def verify_ed25519(public, message, signature):
    if len(signature) != 64 or len(public) != 32:
        return False
    key = decompress(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    x, y, z, t = key
    return compress(add(multiply(BASE, s), multiply((P - x, y, z, P - t), k))) == signature[:32]


# ------------------------------------------------------------------ what is hashed
def canonical(value):
    """RFC 8785 for text, whole numbers, booleans, null, lists and objects with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def in_domain(domain, text):
    return hashlib.sha256(domain.encode() + b"\0" + text.encode("utf-8")).hexdigest()


def head_hash(head):
    return in_domain("kurs/sth/v1", canonical({key: head[key] for key in ("tenant", "size", "root", "at", "kid")}))


def is_sealed(hash_hex, seal, public):
    try:
        signature = base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4))
        if base64.urlsafe_b64encode(signature).decode().rstrip("=") != seal:
            return False
        return verify_ed25519(public, b"kurs/seal/v1\0" + bytes.fromhex(hash_hex), signature)
    except ValueError:
        return False


# ------------------------------------------------------------------ RFC 6962
def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def inclusion(index, leaves):
    if len(leaves) <= 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return inclusion(index, leaves[:split]) + [root(leaves[split:])]
    return inclusion(index - split, leaves[split:]) + [root(leaves[:split])]


def consistency(size, leaves, is_whole=True):
    if size == len(leaves):
        return [] if is_whole else [root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if size <= split:
        return consistency(size, leaves[:split], is_whole) + [root(leaves[split:])]
    return consistency(size - split, leaves[split:], False) + [root(leaves[:split])]


# ------------------------------------------------------------------ the vectors
def check(vectors):
    """Names of what does not hold, and how much was looked at."""
    failed, count = [], 0

    def hold(name, is_so):
        nonlocal count
        count += 1
        if not is_so:
            failed.append(name)

    data = [bytes.fromhex(leaf) for leaf in vectors["rfc6962"]["leaves"]]
    for size, expected in enumerate(vectors["rfc6962"]["roots"]):
        hold(f"rfc6962 {size}", root(data[:size]).hex() == expected)
    public, spki = bytes.fromhex(vectors["key"]["publicKey"]), bytes.fromhex(vectors["key"]["spki"])
    hold("key", spki[-32:] == public and hashlib.sha256(spki).hexdigest()[:16] == vectors["key"]["kid"])
    previous, leaves = "0" * 64, []
    for number, one in enumerate(vectors["entries"], 1):
        fields = json.loads(one["entry"])
        hold(f"entry {number}", canonical(fields) == one["entry"] and in_domain("kurs/entry/v1", one["entry"]) == one["hash"])
        hold(f"chain {number}", fields["seq"] == number and fields["prev"] == previous)
        hold(f"seal {number}", is_sealed(one["hash"], one["seal"], public))
        previous = one["hash"]
        leaves.append(bytes.fromhex(one["hash"]))
    for head in vectors["heads"]:
        size = head["size"]
        hold(f"head {size}", root(leaves[:size]).hex() == head["root"] and head_hash(head) == head["hash"])
        hold(f"head seal {size}", is_sealed(head["hash"], head["seal"], public) and head["kid"] == vectors["key"]["kid"])
    for proof in vectors["inclusion"]:
        found = inclusion(proof["index"], leaves[: proof["size"]])
        hold(f"inclusion {proof['index']} {proof['size']}", [node.hex() for node in found] == proof["path"])
    for proof in vectors["consistency"]:
        found = consistency(proof["from"], leaves[: proof["to"]])
        hold(f"consistency {proof['from']} {proof['to']}", [node.hex() for node in found] == proof["path"])
    hold("plan", in_domain("kurs/plan/v1", vectors["plan"]["document"]) == vectors["plan"]["hash"])
    hold("text", in_domain("kurs/text/v1", vectors["text"]["text"]) == vectors["text"]["hash"])
    salted = canonical({key: vectors["saltedText"][key] for key in ("salt", "text")})
    hold("salted text", in_domain("kurs/salted-text/v1", salted) == vectors["saltedText"]["hash"])
    daily = vectors["publicRoot"]
    fields = canonical({key: daily[key] for key in ("day", "portals", "root", "at", "kid")})
    hold("public root", in_domain("kurs/public-root/v1", fields) == daily["hash"] and is_sealed(daily["hash"], daily["seal"], public))
    return failed, count


def changes(value, path=()):
    """Every text of the vectors with another first character."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("note", "journalLine", "leaves"):
                yield from changes(item, path + (key,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from changes(item, path + (index,))
    elif isinstance(value, str) and value:
        yield path, ("1" if value[0] == "0" else "0") + value[1:]


def main(file):
    with open(file, encoding="utf-8") as stream:
        vectors = json.load(stream)
    failed, count = check(vectors)
    tried = found = 0
    # A few of the changes, because a plain signature takes its time.
    for path, text in list(changes(vectors))[::9]:
        changed = copy.deepcopy(vectors)
        target = changed
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = text
        tried += 1
        try:
            found += 1 if check(changed)[0] else 0
        except (ValueError, KeyError, TypeError):
            found += 1
    print(f"vectors: {count} checks, {len(failed)} failed; changes: {found} of {tried} found")
    for name in failed:
        print(name, file=sys.stderr)
    return 1 if failed or found < tried else 0


sys.exit(main(sys.argv[1]))
