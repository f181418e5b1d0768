"""The digest of a copy, by DG1-DG4 of ../SPEC.md. With `read_json`, which keeps what DG3 hashes as it was written."""
import json, re, struct

WORD, STATE, GONE = 0xFFFFFFFF, 12, 2

def read_json(data):
    # A number with a point stays as it is written: "\0" marks it until DG3 wants it back.
    return json.loads(data, parse_float=lambda text: "\0" + text)

def murmur3(words, seed):  # [DG1]
    h = seed
    for word in words:
        k = word * 0xCC9E2D51 & WORD
        h ^= (k << 15 | k >> 17) * 0x1B873593 & WORD
        h = ((h << 13 | h >> 19) & WORD) * 5 + 0xE6546B64 & WORD
    h ^= 4 * len(words)
    h = (h ^ h >> 16) * 0x85EBCA6B & WORD
    h = (h ^ h >> 13) * 0xC2B2AE35 & WORD
    return h ^ h >> 16

def hashed(words):
    return murmur3(words, 0x48570001) << 32 | murmur3(words, 0x48570002)

def figure_words(change):  # [DG3]
    fields = [change["fromSeq"]] + [change["figure"][name] for name in sorted(change["figure"])]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = re.sub(r'"\\u0000([^"]*)"', r"\1", text).encode()
    padded = data + bytes(-len(data) % 4)
    return [*struct.unpack("<%dI" % (len(padded) // 4), padded), len(data)]

def digest(rows, figures):  # [DG2] [DG4]
    total = sum(hashed(row) for row in rows if row[STATE] != GONE)
    total += sum(hashed(figure_words(one)) for one in figures if one["figure"])
    return "%016x" % (total & 2**64 - 1)
