#!/usr/bin/env python3
"""A stand-in for Chromium at the end of kiosk.py's pipe. FAKE says what becomes of its page; what it was asked goes to the file FAKE_LOG."""

import json
import os
import sys

FAKE = os.environ["FAKE"]
SITE = {"origin": "https://map.example.org", "status": 200, "size": [1920, 1080]}
SEEN = {
    "away": [{**SITE, "origin": "null", "status": 0}, {**SITE, "status": 502}, {**SITE, "status": 401}, SITE],
    "resized": [SITE, {**SITE, "size": [3840, 2160]}],
}.get(FAKE, [SITE])


def log(text):
    with open(os.environ["FAKE_LOG"], "a") as file:
        file.write(text + "\n")


def send(message):
    # In two writes, as a pipe may cut a message anywhere.
    text = json.dumps(message).encode() + b"\0"
    os.write(4, text[:7])
    os.write(4, text[7:])


def messages():
    rest = b""
    while more := os.read(3, 4096):
        *whole, rest = (rest + more).split(b"\0")
        yield from map(json.loads, whole)


log(" ".join(sys.argv[1:]))
looks = 0
for message in messages():
    method = message["method"]
    log(method)
    if method == "Browser.close":
        sys.exit(0)
    result = {}
    if method == "Target.getTargets":
        result = {"targetInfos": [{"type": "service_worker", "targetId": "w"}, {"type": "page", "targetId": "p"}]}
    if method == "Target.attachToTarget":
        result = {"sessionId": f"of {message['params']['targetId']}"}
    if method == "Runtime.evaluate":
        assert message["sessionId"] == "of p"
        if FAKE == "frozen":
            continue
        if FAKE == "ends":
            sys.exit(1)
        if FAKE == "told" and looks == 1:
            os.kill(os.getppid(), 15)
        if looks == len(SEEN) and FAKE != "told":
            send({"method": "Inspector.targetCrashed", "params": {}})
            continue
        result = {"result": {"value": SEEN[min(looks, len(SEEN) - 1)]}}
        looks += 1
    send({"method": "Target.targetInfoChanged", "params": {}})
    send({"id": message["id"], "result": result})
log("the pipe was closed")
