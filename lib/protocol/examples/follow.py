"""Keeps a copy of what a Havenwacht publishes, written from ../SPEC.md alone; prints each head it stands at.

    apt-get install python3-socketio python3-websocket
    python3 follow.py http://127.0.0.1:3000 [READ_TOKEN]
"""
import json, re, struct, sys, threading, time, urllib.error, urllib.request
import socketio

BASE = sys.argv[1].rstrip("/")
HEADERS = {"Authorization": "Bearer " + sys.argv[2]} if len(sys.argv) > 2 else {}
RID, FROM_SEQ, STATE, GONE, WORD = 0, 1, 12, 2, 0xFFFFFFFF
rows, figures, at = {}, {}, {"epoch": None, "seq": 0, "verify": 0}
lock = threading.RLock()  # python-socketio runs each event in a thread of its own
live = socketio.Client(reconnection_delay=0.25, reconnection_delay_max=2)

def read(path):
    # A number with a point stays as it is written: "\0" marks it until DG3 wants it back.
    with urllib.request.urlopen(urllib.request.Request(BASE + path, headers=HEADERS), timeout=20) as answer:
        return json.loads(answer.read(), parse_float=lambda text: "\0" + text)

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

def digest():  # [DG2] [DG4]
    total = sum(hashed(row) for row in rows.values() if row[STATE] != GONE)
    total += sum(hashed(figure_words(one)) for one in figures.values() if one["figure"])
    return "%016x" % (total & 2**64 - 1)

def take(batch):  # [SN3] [CH2] [CH5]
    for row in batch["rows"]:
        if row[FROM_SEQ] >= rows.get(row[RID], row)[FROM_SEQ]: rows[row[RID]] = row
    for one in batch["figures"]:
        if one["fromSeq"] >= figures.get(one["fid"], one)["fromSeq"]: figures[one["fid"]] = one
    at["verify"] = max(at["verify"], batch["verifyFrom"])
    if batch["next"] is not None: return
    at["seq"] = batch["to"]
    own = digest()
    if at["seq"] >= at["verify"] and own != batch["digest"]: return start()
    print(json.dumps({"epoch": at["epoch"], "seq": at["seq"], "digest": own}), flush=True)

def pages(to=""):  # [CH8]: the next batch, or with `to` everything up to there
    asked, after = "/api/v1/changes?epoch=%s&seq=%d" % (at["epoch"], at["seq"]), ""
    while after is not None:
        batch = read(asked + to + after)
        if batch["to"] == at["seq"] > 0: return False
        take(batch)
        to, after = "&to=%d" % batch["to"], batch["next"] and "&after=%d" % batch["next"]
    return at["seq"] > 0

def start():  # [CH9]: from the empty state, without the snapshot's Arrow files
    rows.clear(); figures.clear()
    head = read("/api/v1/digest")
    at.update(epoch=head["epoch"], seq=0, verify=0)
    pages("&to=%d" % head["seq"])

def catch_up():
    try:
        while pages(): pass
    except urllib.error.HTTPError as error:
        if error.code != 409: raise
        start()

def safely(work):
    def handler(*given):
        with lock:
            try: work(*given)
            except OSError: pass  # no answer: the next heartbeat or the next connection asks again
    return handler

def greet():  # [LF2]
    state = {"epoch": at["epoch"], "seq": at["seq"], "digest": digest()} if at["epoch"] else None
    live.emit("hello", {"protocol": 1, "state": state}, namespace="/live", callback=safely(welcome))

def welcome(answer):  # [LF3]
    if "error" in answer or answer["action"] == "refused": sys.exit(str(answer))
    start() if answer["action"] == "reset" else catch_up()

def changes(batch):  # [CH3] [CH4]
    if batch["to"] <= at["seq"]: return
    if batch["from"] == at["seq"] and batch["next"] is None and not batch["figures"]: take(batch)
    else: catch_up()

def heartbeat(beat):  # [LF6] [LF8]
    head = beat["head"]
    if head["epoch"] != at["epoch"] or head["seq"] == at["seq"] and head["digest"] != digest(): start()
    elif head["seq"] > at["seq"]: catch_up()

live.on("connect", safely(greet), namespace="/live")
live.on("changes", safely(changes), namespace="/live")
live.on("heartbeat", safely(heartbeat), namespace="/live")
live.on("reset", safely(lambda _: start()), namespace="/live")
while True:
    try:
        live.connect(BASE, headers=HEADERS, transports=["websocket"], namespaces=["/live"])
        live.wait()
    except socketio.exceptions.ConnectionError:
        time.sleep(1)
