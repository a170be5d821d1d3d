#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs a program at a terminal of its own and types to it.

    terminal.py [-c COLUMNS] [-k FILE] [-i] STEP... -- PROGRAM [ARGUMENT...]

A step '?text' waits until the program has shown text since the last keys; '%TERM' sends a signal to it; '$command'
is run by a shell, apart from it; '!hangup' takes the terminal away, and is the last; any other step is typed, with Python's escapes ('\\n', '\\x7f'). At the end comes
what stands on the screen, scrolled lines included, then how many keys were typed, the exit status (negative: the
signal) and whether the terminal is as it was, if there still is one.
With -i the program ignores that its terminal goes away, as under nohup.
Standard output of the program goes to FILE, else to the terminal. What is not shown within 20 seconds is a failure.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time


class Screen:
    """As much of a terminal as is needed: lines, carriage return, erase to the end of the line."""

    def __init__(self, columns):
        self.columns, self.rows, self.column, self.rest = columns, [""], 0, ""

    def put(self, text):
        text = self.rest + text
        self.rest = ""
        while text:
            if text.startswith("\r"):
                self.column = 0
            elif text.startswith("\n"):
                self.rows.append("")
            elif text.startswith("\x1b"):
                if len(text) < 3 or (text[2] == "?" and len(text) < 8):
                    self.rest = text
                    return
                if text[:8] in ("\x1b[?2004h", "\x1b[?2004l"):  # marks round what is pasted
                    text = text[8:]
                    continue
                assert text.startswith("\x1b[K"), repr(text[:8])
                self.rows[-1] = self.rows[-1][: self.column]
                text = text[2:]
            else:
                if self.column == self.columns:
                    self.rows.append("")
                    self.column = 0
                row = self.rows[-1].ljust(self.column)
                self.rows[-1] = row[: self.column] + text[0] + row[self.column + 1 :]
                self.column += 1
            text = text[1:]


def main():
    arguments = sys.argv[1:]
    columns, output, ignored = 80, None, False
    while arguments[0] in ("-c", "-k", "-i"):
        if arguments[0] == "-i":
            ignored = True
            arguments = arguments[1:]
            continue
        if arguments[0] == "-c":
            columns = int(arguments[1])
        else:
            output = arguments[1]
        arguments = arguments[2:]
    split = arguments.index("--")
    steps, command = arguments[:split], arguments[split + 1 :]

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    before = termios.tcgetattr(slave)
    child = os.fork()
    if child == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(slave, descriptor)
        if output:
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
        os.close(master)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # which Python ignores
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)  # whatever runs the tests
        os.execvp(command[0], command)

    screen, seen, keys, status = Screen(columns), b"", 0, None
    pending = b""

    def drain(seconds):
        nonlocal seen, pending
        if master is None:
            time.sleep(seconds)
            return
        if select.select([master], [], [], seconds)[0]:
            try:
                data = os.read(master, 65536)
            except OSError:
                return
            seen += data
            pending += data
            text = pending.decode("utf-8", "ignore")
            pending = pending[len(text.encode()) :]
            screen.put(text.replace("\r\n", "\n\r"))

    def ended():
        nonlocal status
        if status is None:
            done, value = os.waitpid(child, os.WNOHANG)
            if done:
                status = os.waitstatus_to_exitcode(value)
        return status is not None

    failure = None
    for step in steps:
        deadline = time.monotonic() + 20
        if step.startswith("?"):
            while step[1:].encode() not in seen:
                drain(0.05)
                if time.monotonic() > deadline or ended():
                    failure = f"not shown: {step[1:]}"
                    break
            if failure:
                break
        elif step.startswith("%"):
            seen = b""
            os.kill(child, getattr(signal, "SIG" + step[1:]))
        elif step.startswith("$"):
            os.system(step[1:])
        elif step == "!hangup":
            os.close(master)
            master = None
        else:
            seen = b""
            text = step.encode().decode("unicode_escape").encode("latin-1").decode("utf-8")
            keys += len(text)
            os.write(master, text.encode())
    deadline = time.monotonic() + 20
    while not ended():
        drain(0.02)
        if failure or time.monotonic() > deadline:
            failure = failure or "did not end"
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            status = -signal.SIGKILL
    while master is not None and select.select([master], [], [], 0)[0]:
        drain(0)
    print("\n".join(row.rstrip() for row in screen.rows))
    print(f"keys {keys}")
    print(f"status {status}")
    if master is not None:
        print("terminal as it was" if termios.tcgetattr(slave) == before else "terminal changed")
    if failure:
        sys.exit(failure)


main()
