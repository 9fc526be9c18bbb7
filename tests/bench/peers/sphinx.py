#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sphinx as a peer, by the rules of driver.h: ngram_len = 1 (characters; it has no bigrams), extern docinfo, ranker bm25.

Its indexer reads the text from a pipe; its searchd is asked over SphinxQL on a local socket, so a latency holds one round
trip.  Pairs are phrases of two."""
import os
import re
import resource
import socket
import struct
import subprocess
import sys
import time

CONFIG = """
source d {{
  type = tsvpipe
  tsvpipe_command = cat {folder}/text.tsv
  tsvpipe_field = x
  tsvpipe_attr_uint = n
}}
index d {{
  source = d
  path = {folder}/d
  dict = keywords
  docinfo = extern
  ngram_len = 1
  ngram_chars = U+3400..U+4DBF, U+4E00..U+9FFF, U+3040..U+30FF, U+AC00..U+D7A3, U+20000..U+2FFFF
  charset_table = 0..9, A..Z->a..z, _, a..z
  index_field_lengths = 1
}}
indexer {{
  mem_limit = 128M
}}
searchd {{
  listen = {folder}/socket:mysql41
  log = {folder}/log
  pid_file = {folder}/pid
  binlog_path =
  workers = threads
  max_packet_size = 64M
}}
"""
UNESCAPES = {"n": " ", "t": " ", "r": " ", "\\": "\\"}


def make_index(plain, folder):
    folder = os.path.abspath(folder)
    with open(folder + "/config", "w") as out:
        out.write(CONFIG.format(folder=folder))
    with open(plain, encoding="utf-8") as lines, open(folder + "/text.tsv", "w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            text = re.sub(r"\\(.)", lambda found: UNESCAPES[found[1]], line.rstrip("\n"))
            out.write(f"{number + 1}\t{text}\t{number}\n")
    start = time.monotonic()
    subprocess.run(["indexer", "--quiet", "--config", folder + "/config", "--all"], check=True, stdout=sys.stderr)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"index\t{used.ru_utime + used.ru_stime:.4f}\t{time.monotonic() - start:.4f}")
    os.remove(folder + "/text.tsv")


class Session:
    """As much of MySQL's protocol as a query and its rows need."""

    def __init__(self, path):
        for _ in range(100):
            try:
                self.socket = socket.socket(socket.AF_UNIX)
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.1)
        self.file = self.socket.makefile("rb")
        self.packet()
        self.send(1, struct.pack("<IIB23x", 0x8A201, 1 << 24, 33) + b"bench\0\0")
        self.packet()

    def send(self, number, body):
        self.socket.sendall(struct.pack("<I", len(body))[:3] + bytes([number]) + body)

    def packet(self):
        head = self.file.read(4)
        return self.file.read(head[0] | head[1] << 8 | head[2] << 16)

    def ask(self, text):
        self.send(0, b"\x03" + text.encode("utf-8"))
        first = self.packet()
        if first[0] == 255:
            raise RuntimeError(first[9:].decode("utf-8", "replace"))
        for _ in range(first[0] + 1):
            self.packet()
        rows = []
        while True:
            row = self.packet()
            if row[0] == 254 and len(row) < 9:
                return rows
            rows.append(row[1 : 1 + row[0]])


def match_of(line):
    parts = ['"' + part + '"' for part in line[1:]]
    if line[0] == "q":
        pairs = {line[1][i : i + 2] for i in range(len(line[1]) - 1)}
        parts = ['"' + pair + '"' for pair in sorted(pairs) if re.fullmatch("[\u3400-\u9fff]{2}", pair)]
    return (" | " if line[0] in ("or4", "q") else " ").join(parts)


def sentence(line, limit):
    return (f"SELECT n FROM d WHERE MATCH('{match_of(line)}') LIMIT 0,{limit} "
            f"OPTION ranker=bm25, max_matches={max(limit, 1)}")


def query(folder, queries, warm, passes, hits_path, count):
    folder = os.path.abspath(folder)
    daemon = subprocess.Popen(["searchd", "--nodetach", "--config", folder + "/config"], stdout=subprocess.DEVNULL)
    try:
        session = Session(folder + "/socket")
        with open(queries, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        best = {}
        for turn in range(warm + passes):
            for number, line in enumerate(lines):
                if line[0] == "filter":
                    continue
                text = sentence(line, 1 if line[0] == "count" else 10)
                start = time.perf_counter()
                session.ask(text)
                took = (time.perf_counter() - start) * 1e6
                if turn >= warm:
                    best[number] = min(took, best.get(number, took))
        seen = {}
        with open(hits_path, "w") as hits:
            for number, line in enumerate(lines):
                if number not in best:
                    continue
                print(f"{number}\t{line[0]}\t{best[number]:.2f}\t0")
                seen[line[0]] = seen.get(line[0], 0) + 1
                if seen[line[0]] <= count and line[0] not in ("q", "count"):
                    found = session.ask(sentence(line, 1000000))
                    hits.write("\t".join([str(number)] + [row.decode() for row in found]) + "\n")
    finally:
        daemon.terminate()
        daemon.wait()


if sys.argv[1] == "index":
    make_index(sys.argv[2], sys.argv[3])
else:
    query(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6], int(sys.argv[7]))
