#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a reader of a published table can find out about its sensitive cells, with integer programs.

    audit.py PUBLISHED.csv HIERARCHY.csv TRUTH.csv [MIN-CELL [camouflage|protect]]

PUBLISHED has columns of codes, then count and status: ok is published, all else is not. The truth, of leaves at least,
says only which cells are sensitive: those of 1 to MIN-CELL - 1, and 0 with protect. For each of them the least and the
most it can be is sought, over all tables of whole numbers, none below 0, that agree with what is published. Prints the
cells that cannot be 0 or cannot be MIN-CELL - 1, and how many; fails when there are any, or when what is published cannot
be. It knows nothing of how cells were hidden. Needs glpsol, of GLPK.
"""
import csv
import itertools
import os
import subprocess
import sys
import tempfile

SECONDS = 20  # for one program


class Axis:
    """A dimension: for each code its leaves."""

    def __init__(self, links, codes):
        sets = {}
        for parent, child, name in links:
            sets.setdefault(parent, {}).setdefault(name, []).append(child)
        self.under = {}

        def find(code):
            if code not in self.under:
                kinds = list(sets.get(code, {}).values())
                self.under[code] = frozenset().union(*map(find, kinds[0])) if kinds else frozenset([code])
            return self.under[code]

        for code in list(codes) + [code for link in links for code in link[:2]]:
            find(code)


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


class Table:
    def __init__(self, published, hierarchy, truth, k, zeros):
        rows = read_rows(published)
        count, status = rows[0].index("count"), rows[0].index("status")
        names, self.k = rows[0][:count], k
        links = {name: [] for name in names}
        for row in read_rows(hierarchy)[1:]:
            links[row[0]].append(tuple(row[1:4]))
        told = {tuple(row[:count]): int(row[count]) for row in rows[1:] if row[status] == "ok"}
        listed = [tuple(row[:count]) for row in rows[1:]]
        true = [(tuple(row[:count]), int(row[-1])) for row in read_rows(truth)[1:]]
        self.axes = [Axis(links[name], {cell[d] for cell in listed} | {cell[d] for cell, _ in true})
                     for d, name in enumerate(names)]
        self.sums = {}
        for cell, number in true:
            if all(self.axes[d].under[code] == {code} for d, code in enumerate(cell)):
                self.sums[cell] = number
        # What is not published is unknown, leaf by leaf; leaves that are published are no longer.
        self.equations = set()
        for cell, number in told.items():
            leaves = self.leaves(cell)
            known = [leaf for leaf in leaves if leaf in told]
            unknown = frozenset(leaf for leaf in leaves if leaf not in told)
            rest = number - sum(told[leaf] for leaf in known)
            if unknown:
                self.equations.add((unknown, rest))
            elif rest != 0:
                sys.exit(f"audit: {','.join(cell)}: published is {number}, which is not the sum of its leaves")
        self.told = told
        self.sensitive = [cell for cell in listed if self.is_sensitive(cell, zeros)]
        self.variables = {leaf: f"x{i}" for i, leaf in
                          enumerate(sorted(set(itertools.chain(*map(self.leaves, listed))) - set(told)))}

    def leaves(self, cell):
        return list(itertools.product(*(sorted(axis.under[code]) for axis, code in zip(self.axes, cell))))

    def is_sensitive(self, cell, zeros):
        number = sum(self.sums.get(leaf, 0) for leaf in self.leaves(cell))
        return number < self.k and (number > 0 or zeros)

    def terms(self, leaves):
        return " + ".join(self.variables[leaf] for leaf in leaves if leaf in self.variables)

    def solve(self, folder, cell, sense):
        """The least or the most a cell can be, and the unknown leaves then; None when there is no such table."""
        program, answer = os.path.join(folder, "program"), os.path.join(folder, "answer")
        unknown = self.terms(self.leaves(cell))
        with open(program, "w", encoding="utf-8") as file:
            # A reader needs no more than the limit: what is above it is no better.
            print(f"{sense}\n cell: reach\nSubject To\n reach - " + unknown.replace("+", "-") +
                  (" <= 0" if sense == "Maximize" else " >= 0"), file=file)
            if sense == "Maximize":
                print(f" reach <= {self.k - 1}", file=file)
            for leaves, rest in sorted(self.equations, key=lambda pair: (sorted(pair[0]), pair[1])):
                print(f" {self.terms(sorted(leaves))} = {rest}", file=file)
            print("General\n reach\n " + "\n ".join(self.variables.values()) + "\nEnd", file=file)
        result = subprocess.run(["glpsol", "--lp", program, "--write", answer, "--tmlim", str(SECONDS)],
                                stdout=subprocess.DEVNULL, check=False)
        if result.returncode != 0:
            sys.exit("audit: glpsol failed")
        columns = [line.split() for line in open(answer, encoding="utf-8")]
        status = next(line[4] for line in columns if line[0] == "s")
        if status != "o":
            return None
        # Columns have their order of first appearance: reach, and then the leaves; names are not written.
        return [round(float(line[2])) for line in columns if line[0] == "j"]


def order_of(table, cell):
    """The columns in the order in which a program mentions them."""
    seen = dict.fromkeys(leaf for leaf in table.leaves(cell) if leaf in table.variables)
    for leaves, _ in sorted(table.equations, key=lambda pair: (sorted(pair[0]), pair[1])):
        seen.update(dict.fromkeys(sorted(leaves)))
    seen.update(dict.fromkeys(table.variables))
    return list(seen)


def audit(table, folder):
    """The sensitive cells that cannot be 0, or not MIN-CELL - 1. A table that shows it of some shows it of others."""
    narrow, programs = [], 0
    for sense, shows in ("Minimize", lambda n: n == 0), ("Maximize", lambda n: n >= table.k - 1):
        left = dict.fromkeys(table.sensitive)
        for cell in table.sensitive:
            if cell not in left:
                continue
            del left[cell]
            if cell in table.told or not table.terms(table.leaves(cell)):
                narrow.append((cell, "is published, or the sum of what is"))
                continue
            values = table.solve(folder, cell, sense)
            programs += 1
            if values is None:
                sys.exit("audit: no table agrees with what is published, or none was found in time")
            at = dict(zip(order_of(table, cell), values[1:]))
            if any(sum(at[leaf] for leaf in leaves) != rest for leaves, rest in table.equations):
                sys.exit("audit: glpsol's table is not one that agrees with what is published")
            for other in [cell] + list(left):
                number = sum(at[leaf] if leaf in at else table.told[leaf] for leaf in table.leaves(other))
                if shows(number):
                    left.pop(other, None)
                elif other == cell:
                    narrow.append((cell, f"is {'at least' if sense == 'Minimize' else 'at most'} {number}"))
    return narrow, programs


def main():
    k = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    table = Table(*sys.argv[1:4], k, len(sys.argv) > 5 and sys.argv[5] == "protect")
    with tempfile.TemporaryDirectory() as folder:
        narrow, programs = audit(table, folder)
    for cell, why in narrow:
        print(",".join(cell), why)
    print(f"sensitive {len(table.sensitive)}, narrow {len({cell for cell, _ in narrow})}, programs {programs}")
    sys.exit(1 if narrow else 0)


main()
