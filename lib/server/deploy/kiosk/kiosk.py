#!/usr/bin/python3
"""Shows one address of Havenwacht in Chromium, full screen, for months. See KIOSK.md beside this file.

It starts the browser, asks its page every ten seconds whether it is well, and ends when it is not, so that systemd starts both anew. It asks through
a pipe that only the two of them hold: no port is open, not even to this machine.

By environment: KIOSK_ADDRESS (what to show), KIOSK_PROFILE (the folder that the browser keeps), KIOSK_FLAGS (further flags, separated by spaces) and
KIOSK_BROWSER (/usr/bin/chromium); for tests KIOSK_LOOK_EVERY_S (10) and KIOSK_ANSWER_WITHIN_S (60). `kiosk.py --command` prints what would be started.
"""

import fcntl
import json
import os
import re
import select
import shlex
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

LOOK_EVERY_S = float(os.environ.get("KIOSK_LOOK_EVERY_S", "10"))
# A browser on a slow machine takes so long to its first answer; later a page that is silent for so long is stuck.
ANSWER_WITHIN_S = float(os.environ.get("KIOSK_ANSWER_WITHIN_S", "60"))
CLOSE_WITHIN_S = 8

FLAGS = [
    "--kiosk",
    "--window-position=0,0",
    # Nobody is there to answer a question or to close a bubble.
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-infobars",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-features=Translate,GlobalMediaControls",
    "--disable-notifications",
    "--deny-permission-prompts",
    # What breaks sounds, though nobody has touched the page.
    "--autoplay-policy=no-user-gesture-required",
    # Cookies are written with a key that is there after each start, and not with that of a desktop which there is not.
    "--password-store=basic",
    # Where the graphics driver fails, the map is drawn slowly rather than not at all.
    "--enable-unsafe-swiftshader",
    # A wall is never in the background.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # A hand on a touch screen neither leaves the page nor enlarges it.
    "--overscroll-history-navigation=0",
    "--disable-pinch",
    # The system's packages renew the browser; it loads nothing by itself, and leaves no reports to fill the disk.
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disk-cache-size=268435456",
    # Descriptors 3 and 4, and no port.
    "--remote-debugging-pipe",
]
# These would open to others what the pipe keeps between two, or take the browser's own walls down.
REFUSED = ("--remote-debugging-port", "--remote-debugging-address", "--remote-allow-origins", "--user-data-dir")

LOOK = """(() => {
  const visit = performance.getEntriesByType('navigation')[0];
  return {
    origin: location.origin,
    status: visit ? visit.responseStatus : 0,
    size: [screen.width, screen.height],
  };
})()"""


class Unwell(Exception):
    """Why the browser has to be started anew."""


class Ended(BaseException):
    """Somebody told this process to end."""


def read_settings(environment):
    """Address, profile, and the command's first and last words; ends with a sentence where one is missing or refused."""
    address = environment.get("KIOSK_ADDRESS", "")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        sys.exit(f'KIOSK_ADDRESS: "{address}" is not the address of a wall (https://map.example.org/nl/wall)')
    profile = environment.get("KIOSK_PROFILE") or environment.get("STATE_DIRECTORY")
    if not profile:
        sys.exit("KIOSK_PROFILE is missing: the folder that keeps the screen's credential and the last state")
    further = shlex.split(environment.get("KIOSK_FLAGS", ""))
    for flag in further:
        if flag.split("=")[0] in REFUSED:
            sys.exit(f"KIOSK_FLAGS: {flag} is not for a kiosk")
    browser = environment.get("KIOSK_BROWSER", "/usr/bin/chromium")
    return address, profile, [browser, *FLAGS, f"--user-data-dir={profile}"], [*further, address]


def claim_profile(profile):
    """
    Makes the folder this process's own. The browser's mark of who uses it stays behind after a loss of power, and holds the browser up for ever
    where the machine's name has changed since; under the lock nobody else can be using it.
    """
    os.makedirs(profile, mode=0o700, exist_ok=True)
    lock = open(os.path.join(profile, "kiosk.lock"), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"{profile}: another kiosk uses this folder")
    for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
        if os.path.lexists(os.path.join(profile, name)):
            os.unlink(os.path.join(profile, name))
    return lock


def notify(text):
    """Tells systemd, where it asked to be told (sd_notify)."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.sendto(text.encode(), "\0" + path[1:] if path[0] == "@" else path)


def fill_screen():
    """
    The flag that gives the window the whole screen, whose outputs are switched on first. Without a window manager nothing else does, and --kiosk alone
    would leave it half as wide. None where the display does not say its size.
    """
    subprocess.run(["xrandr", "--auto"], check=False, timeout=20)
    told = subprocess.run(["xrandr", "--current"], check=False, timeout=20, capture_output=True, text=True).stdout
    size = re.search(r"current (\d+) x (\d+)", told)
    return [f"--window-size={size[1]},{size[2]}"] if size else []


class Browser:
    """A running browser and the pipe to it: JSON messages of the DevTools protocol, each ended by a zero byte."""

    def __init__(self, command):
        theirs_in, self.out = pipe_above(10)
        self.answers, theirs_out = pipe_above(10)
        environment = {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}
        actions = [(os.POSIX_SPAWN_DUP2, theirs_in, 3), (os.POSIX_SPAWN_DUP2, theirs_out, 4)]
        self.pid = os.posix_spawn(command[0], command, environment, file_actions=actions, setsigdef=[signal.SIGPIPE])
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest = b""
        self.last_id = 0

    def send(self, method, params=None, session=None):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        try:
            os.write(self.out, json.dumps(message).encode() + b"\0")
        except OSError:
            raise Unwell("the browser has ended") from None
        return self.last_id

    def ask(self, method, params=None, session=None):
        """The result of a call; Unwell where there is none in time or the page crashed meanwhile."""
        wanted = self.send(method, params, session)
        for message in self.hear(ANSWER_WITHIN_S):
            if message.get("id") == wanted:
                if "error" in message:
                    raise Unwell(f"{method}: {message['error'].get('message')}")
                return message["result"]
        raise Unwell(f"no answer within {ANSWER_WITHIN_S:g} s")

    def hear(self, for_s):
        """Messages as they come, for a time. A page that crashes is known at once."""
        until = time.monotonic() + for_s
        while True:
            *whole, self.rest = self.rest.split(b"\0")
            for index, text in enumerate(whole):
                message = json.loads(text)
                if message.get("method") in ("Inspector.targetCrashed", "Target.targetCrashed"):
                    raise Unwell("the page crashed")
                self.rest = b"\0".join([*whole[index + 1 :], self.rest])
                yield message
                break
            if whole:
                continue
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                return
            more = os.read(self.answers, 65536)
            if not more:
                raise Unwell("the browser has ended")
            self.rest += more

    def close(self):
        """Lets the browser write what it keeps, and ends it if it does not."""
        try:
            self.send("Browser.close")
        except Unwell:
            pass
        until = time.monotonic() + CLOSE_WITHIN_S
        while time.monotonic() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return
            time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def pipe_above(lowest):
    """A pipe whose ends are out of the way of the descriptors that the browser expects."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, lowest) for end in ends]
    for end in ends:
        os.close(end)
    return moved


def attach(browser):
    """The session of the page, once there is one."""
    browser.ask("Target.setDiscoverTargets", {"discover": True})
    until = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < until:
        for target in browser.ask("Target.getTargets")["targetInfos"]:
            if target["type"] == "page":
                found = browser.ask("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
                return found["sessionId"]
        time.sleep(0.2)
    raise Unwell("the browser has no page")


def is_astray(seen, address):
    """
    Whether what is shown is not of the wall's site: the browser's own page for an address that could not be opened, or a proxy's for a server that
    is away. A form for a token (401) stays: somebody may be writing into it.
    """
    wanted = urlsplit(address)
    return seen.get("origin") != f"{wanted.scheme}://{wanted.netloc}" or seen.get("status", 0) >= 500


def watch(browser, address):
    """Looks at the page until it is unwell. Where the site could not be opened it is opened again, and the browser goes on."""
    session = attach(browser)
    notify("READY=1")
    was_astray = size = None
    while True:
        for _ in browser.hear(LOOK_EVERY_S):
            pass
        answer = browser.ask("Runtime.evaluate", {"expression": LOOK, "returnByValue": True}, session)
        seen = answer["result"].get("value") or {}
        if size and seen.get("size") != size:
            raise Unwell(f"the screen had {size} and has {seen.get('size')} pixels")
        size = seen.get("size")
        astray = is_astray(seen, address)
        if astray:
            browser.ask("Page.navigate", {"url": address}, session)
        if astray != was_astray:
            say(f"{address} cannot be opened yet" if astray else f"shows {address}")
        was_astray = astray
        notify("WATCHDOG=1")


def say(text):
    """Tells the journal and `systemctl status`."""
    print(text, file=sys.stderr, flush=True)
    notify(f"STATUS={text}")


def end(*_):
    raise Ended()


def main():
    address, profile, first, last = read_settings(os.environ)
    if sys.argv[1:] == ["--command"]:
        print(shlex.join(first + last))
        return 0
    lock = claim_profile(profile)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    browser = None
    try:
        browser = Browser([*first, *fill_screen(), *last])
        watch(browser, address)
    except Ended:
        return 0
    except Unwell as fault:
        say(f"begins anew: {fault}")
        return 1
    finally:
        if browser:
            browser.close()
        lock.close()


if __name__ == "__main__":
    sys.exit(main())
