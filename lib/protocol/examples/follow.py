"""Keeps a copy of what a Havenwacht publishes, written from ../SPEC.md alone; prints each head it stands at.

    apt-get install python3-socketio python3-websocket
    python3 follow.py http://127.0.0.1:3000 [READ_TOKEN]
"""
import json, sys, threading, time, urllib.request
import socketio
from digest import digest, read_json

BASE, TOKEN = sys.argv[1].rstrip("/"), sys.argv[2:]
HEADERS = {"Authorization": "Bearer " + TOKEN[0]} if TOKEN else {}
RID, FROM_SEQ = 0, 1
rows, figures, at = {}, {}, {"epoch": None, "seq": 0, "verify": 0}
lock = threading.RLock()  # python-socketio runs each event in a thread of its own
live = socketio.Client(reconnection_delay=0.25, reconnection_delay_max=2)

def read(path):
    with urllib.request.urlopen(urllib.request.Request(BASE + path, headers=HEADERS), timeout=20) as answer:
        return read_json(answer.read())

def head():
    return {"epoch": at["epoch"], "seq": at["seq"], "digest": digest(rows.values(), figures.values())}

def take(batch):  # [SN3] [CH2] [CH5]
    for row in batch["rows"]:
        if row[FROM_SEQ] >= rows.get(row[RID], row)[FROM_SEQ]: rows[row[RID]] = row
    for one in batch["figures"]:
        if one["fromSeq"] >= figures.get(one["fid"], one)["fromSeq"]: figures[one["fid"]] = one
    at["verify"] = max(at["verify"], batch["verifyFrom"])
    if batch["next"] is not None: return
    at["seq"] = batch["to"]
    if at["seq"] >= at["verify"] and head()["digest"] != batch["digest"]: return start()
    print(json.dumps(head()), flush=True)

def catch_up(to=""):  # [CH8]: page by page, until the answer ends where this copy stands
    while True:
        batch = read("/api/v1/changes?epoch=%s&seq=%d%s" % (at["epoch"], at["seq"], to))
        if batch["to"] == at["seq"]: return
        take(batch)
        to = "" if batch["next"] is None else "&to=%d&after=%d" % (batch["to"], batch["next"])

def start(*_):  # [CH9]: from the empty state, without the snapshot's Arrow files
    rows.clear(); figures.clear()
    at.update(epoch=read("/api/v1/digest")["epoch"], seq=0, verify=0)
    catch_up()

def welcome(answer):  # [LF3]
    if answer.get("action") not in ("live", "catchUp", "reset"): sys.exit(str(answer))
    start() if answer["action"] == "reset" else catch_up()

def changes(batch):  # [CH3] [CH4]; figures are read over HTTP, as they were written
    if batch["from"] == at["seq"] and batch["next"] is None and not batch["figures"]: take(batch)
    elif batch["to"] > at["seq"]: catch_up()

def heartbeat(beat):  # [LF6] [LF8]; another epoch is another past
    told, own = beat["head"], head()
    if told["epoch"] != own["epoch"] or told["seq"] == own["seq"] and told != own: start()
    elif told["seq"] > own["seq"]: catch_up()

def safely(work):
    def handler(*given):
        with lock:
            try: work(*given)
            except OSError: pass  # no answer, or one of another epoch: the next heartbeat leads to what helps
    return handler

def greet():  # [LF2]
    live.emit("hello", {"protocol": 1, "state": at["epoch"] and head()}, "/live", safely(welcome))

for name, work in {"connect": greet, "changes": changes, "heartbeat": heartbeat, "reset": start}.items():
    live.on(name, safely(work), namespace="/live")
while True:
    try:
        live.connect(BASE, headers=HEADERS, transports=["websocket"], namespaces=["/live"])
        live.wait()
    except socketio.exceptions.ConnectionError:
        time.sleep(1)
