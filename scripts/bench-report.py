#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tables and plots from what bench-peers.sh measured.

    bench-report.py RESULTS [--doc DOC]

Prints the tables (Markdown) and writes plots (SVG) beside the results; with --doc, the plots go to DOC/plots and the
tables into DOC/performance.md, between the lines `<!-- bench-peers -->` and `<!-- /bench-peers -->`."""
import math
import os
import sys

CLASSES = ["c1", "t2high", "t2mid", "t2low", "p4", "p8", "p12", "and2", "or4", "q", "filter", "count"]
ORDER = ["assist", "assist-no-text", "lucene-bp", "lucene-ngram", "lucene", "lucene8", "tantivy", "fts5", "fts5-trigram", "xapian", "groonga",
         "sphinx"]
COLOURS = ["#c0392b", "#e59866", "#1a5276", "#2e86c1", "#5dade2", "#aed6f1", "#196f3d", "#7d6608", "#d4ac0d", "#6c3483", "#ca6f1e",
           "#616a6b"]


def rows(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def percentile(values, part):
    return values[min(len(values), math.ceil(len(values) * part)) - 1]


class Peer:
    def __init__(self, name, folder):
        self.name = name
        facts = {row[0]: row[1:] for row in rows(f"{folder}/{name}.index")}
        self.version = facts["version"][0]
        self.stored = int(facts["stored"][0]) if "stored" in facts else 0
        self.bytes = int(facts["bytes"][0]) - self.stored
        self.processor, self.wall = (float(x) for x in facts["index"])
        self.more = float(facts["optimize"][0]) if "optimize" in facts else 0.0
        self.latency = {}
        for row in rows(f"{folder}/{name}.tsv"):
            self.latency.setdefault(row[1], []).append(float(row[2]))
        for values in self.latency.values():
            values.sort()
        self.hits = {int(row[0]): set(row[1:]) for row in rows(f"{folder}/{name}.hits")}

    def at(self, name, part):
        return percentile(self.latency[name], part)

    def geomean(self, name):
        return math.exp(sum(math.log(max(x, 0.01)) for x in self.latency[name]) / len(self.latency[name]))


def load(folder):
    found = [name[:-6] for name in os.listdir(folder) if name.endswith(".index")]
    return [Peer(name, folder) for name in sorted(found, key=ORDER.index) if os.path.getsize(f"{folder}/{name}.index")]


def short(value):
    return f"{value:.0f}" if value >= 99.5 else f"{value:.3g}"


def table(head, body):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in body]


def indexing_table(peers, text_bytes):
    body = []
    for peer in peers:
        whole = peer.processor + peer.more
        body.append([peer.name, peer.version, f"{peer.processor:.2f}", f"{text_bytes / peer.processor / 1e6:.1f}",
                     f"{peer.wall:.2f}", f"{peer.more:.2f}", f"{text_bytes / whole / 1e6:.1f}", f"{peer.bytes / text_bytes:.3f}",
                     f"{peer.stored / text_bytes:.3f}" if peer.stored else "-"])
    return table(["", "version", "CPU s", "MB/s CPU", "wall s", "into one part, CPU s", "MB/s with that", "bytes a byte of text",
                  "text kept beside"], body)


def shown_classes(peers):
    return [name for name in CLASSES if any(name in peer.latency for peer in peers)]


def latency_table(peers, cell):
    names = shown_classes(peers)
    return table([""] + names, [[peer.name] + [cell(peer, name) if name in peer.latency else "-" for name in names]
                                for peer in peers])


def correctness_table(peers, truth):
    raw, folded, of_class = {}, {}, {}
    for row in truth:
        (raw if row[0] == "raw" else folded)[int(row[2])] = set(row[3:])
        of_class.setdefault(row[1], set()).add(int(row[2]))
    names = [name for name in CLASSES if name in of_class]

    def cell(peer, name):
        asked = [number for number in of_class[name] if number in peer.hits]
        if not asked:
            return "-"
        found = sum(len(peer.hits[n]) for n in asked)
        right = sum(len(peer.hits[n] & folded[n]) for n in asked)
        wanted = sum(len(raw[n]) for n in asked)
        got = sum(len(peer.hits[n] & raw[n]) for n in asked)
        return f"{fraction(right, found)} / {fraction(got, wanted)}"

    return table([""] + names, [[peer.name] + [cell(peer, name) for name in names] for peer in peers])


def fraction(part, whole):
    if whole == 0 or part == whole:
        return "1"
    return f"{math.floor(part / whole * 10000) / 10000:.4f}"


# ---- plots: text and rectangles


def svg(width, height, parts):
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
                      f'font-size="12">', f'<rect width="{width}" height="{height}" fill="#ffffff"/>'] + parts + ["</svg>\n"])


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def bars(title, values):
    """values: (name, number); horizontal bars from 0."""
    most = max(value for _, value in values)
    parts = [f'<text x="10" y="20" font-size="14">{escape(title)}</text>']
    for i, (name, value) in enumerate(values):
        y = 36 + i * 24
        parts.append(f'<text x="110" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect x="116" y="{y}" width="{value / most * 440:.1f}" height="18" '
                     f'fill="{COLOURS[ORDER.index(name)]}"/>')
        parts.append(f'<text x="{120 + value / most * 440:.1f}" y="{y + 13}">{short(value)}</text>')
    return svg(640, 50 + len(values) * 24, parts)


def dots(title, peers):
    """A row a class, a dot a peer at its median and a line to its p99; logarithmic."""
    names = shown_classes(peers)
    low = min(peer.at(name, 0.5) for peer in peers for name in names if name in peer.latency)
    high = max(peer.at(name, 0.99) for peer in peers for name in names if name in peer.latency)
    first, last = math.floor(math.log10(max(low, 0.01))), math.ceil(math.log10(high))
    step = len(peers) * 7 + 12

    def x(value):
        return 70 + (math.log10(max(value, 0.01)) - first) / max(last - first, 1) * 640

    bottom = 60 + len(names) * step
    parts = [f'<text x="10" y="20" font-size="14">{escape(title)}</text>']
    for power in range(first, last + 1):
        at = x(10.0 ** power)
        parts.append(f'<line x1="{at:.1f}" y1="44" x2="{at:.1f}" y2="{bottom}" stroke="#dddddd"/>')
        parts.append(f'<text x="{at:.1f}" y="38" text-anchor="middle">{10.0 ** power:g}</text>')
    for i, name in enumerate(names):
        top = 52 + i * step
        parts.append(f'<text x="60" y="{top + step / 2:.1f}" text-anchor="end">{name}</text>')
        for j, peer in enumerate(peers):
            if name not in peer.latency:
                continue
            y, colour = top + j * 7 + 4, COLOURS[ORDER.index(peer.name)]
            parts.append(f'<line x1="{x(peer.at(name, 0.5)):.1f}" y1="{y}" x2="{x(peer.at(name, 0.99)):.1f}" y2="{y}" '
                         f'stroke="{colour}"/>')
            parts.append(f'<circle cx="{x(peer.at(name, 0.5)):.1f}" cy="{y}" r="3.2" fill="{colour}"/>')
    for j, peer in enumerate(peers):
        at = 70 + j % 6 * 110, bottom + 22 + j // 6 * 20
        parts.append(f'<circle cx="{at[0]}" cy="{at[1] - 4}" r="4" fill="{COLOURS[ORDER.index(peer.name)]}"/>')
        parts.append(f'<text x="{at[0] + 8}" y="{at[1]}">{escape(peer.name)}</text>')
    return svg(760, bottom + 60, parts)


def write_plots(peers, text_bytes, folder):
    os.makedirs(folder, exist_ok=True)
    plots = {
        "indexing.svg": bars("Indexing, MB of text a second of processor time, one part at the end",
                             [(peer.name, text_bytes / (peer.processor + peer.more) / 1e6) for peer in peers]),
        "size.svg": bars("Index without text, bytes a byte of text (groonga: with text)",
                         [(peer.name, peer.bytes / text_bytes) for peer in peers]),
        "latency.svg": dots("Microseconds a query: the median, and a line to p99", peers),
    }
    for name, text in plots.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as out:
            out.write(text)


def report(peers, folder):
    run = {row[0]: row[1] for row in rows(f"{folder}/run.tsv")}
    text_bytes = int(run["bytes"])
    asked = max(len(values) for peer in peers for values in peer.latency.values())
    lines = [f"Corpus {run['corpus']}: {int(run['documents']):,} documents, {text_bytes / 1e6:.1f} MB of text. Machine: "
             f"{run['machine']}; load before {run['load before']}, after {run['load after']}. "
             f"At most {asked} queries a class.", "", "Indexing, one thread:", ""]
    lines += indexing_table(peers, text_bytes)
    lines += ["", "![indexing](plots/indexing.svg)", "", "![size](plots/size.svg)", "", "Latency in microseconds, p50 / p95 / p99:", ""]
    lines += latency_table(peers, lambda peer, name: " / ".join(short(peer.at(name, p)) for p in (0.5, 0.95, 0.99)))
    lines += ["", "Latency, geometric mean in microseconds:", ""]
    lines += latency_table(peers, lambda peer, name: short(peer.geomean(name)))
    lines += ["", "![latency](plots/latency.svg)", "", "Precision / recall against a plain scan:", ""]
    lines += correctness_table(peers, rows(f"{folder}/truth.tsv"))
    for row in rows(f"{folder}/not-run.tsv"):
        lines += ["", f"Not run: {row[0]}: {row[1]}."]
    return lines


def main():
    folder = sys.argv[1]
    peers = load(folder)
    if not peers:
        sys.exit("nothing was measured")
    text_bytes = int({row[0]: row[1] for row in rows(f"{folder}/run.tsv")}["bytes"])
    lines = report(peers, folder)
    print("\n".join(lines))
    if len(sys.argv) < 4:
        write_plots(peers, text_bytes, f"{folder}/plots")
        return
    write_plots(peers, text_bytes, f"{sys.argv[3]}/plots")
    page = f"{sys.argv[3]}/performance.md"
    with open(page, encoding="utf-8") as file:
        text = file.read()
    begin, end = "<!-- bench-peers -->\n", "<!-- /bench-peers -->\n"
    head, rest = text.split(begin, 1)
    with open(page, "w", encoding="utf-8") as file:
        file.write(head + begin + "\n".join(lines) + "\n" + end + rest.split(end, 1)[1])


main()
