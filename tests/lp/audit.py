#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a reader of published tables can find out about their sensitive cells, with integer programs.

    audit.py PUBLISHED.csv HIERARCHY.csv TRUTH.csv [MIN-CELL [camouflage|protect]]
    audit.py --folders QUESTIONS.csv FOLDER...

PUBLISHED has columns of codes, then count and status: ok is published, all else is not. The truth, of leaves at least,
says only which cells are sensitive: those of 1 to MIN-CELL - 1, and 0 with protect.

Of folders all is read together, as somebody does who kept all that was ever published: table.csv, hierarchy.csv, and
the period, the limit and the zeros out of datapackage.json. Questions, with the columns month, gemeente and theme, are
the truth then, and what is published has to be what they count.

For each sensitive cell the least and the most it can be is sought, over all tables of whole numbers, none below 0, that
agree with what is published. Prints the cells that cannot be 0 or cannot be MIN-CELL - 1, and how many; fails when
there are any, or when what is published cannot be. It knows nothing of how cells were hidden. Needs glpsol, of GLPK.
"""
import collections
import csv
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile

SECONDS = 20  # for one program
PLACES = {"gemeente", "arrondissement", "province", "region"}
TIMES = {"month", "quarter", "year"}


class Axis:
    """A dimension: for each code its leaves."""

    def __init__(self, links, codes):
        self.sets = {}
        for parent, child, name in links:
            self.sets.setdefault(parent, {}).setdefault(name, set()).add(child)
        self.under = {}
        for code in list(codes) + [code for link in links for code in link[:2]]:
            self.find(code)

    def find(self, code):
        if code not in self.under:
            kinds = list(self.sets.get(code, {}).values())
            self.under[code] = frozenset().union(*map(self.find, kinds[0])) if kinds else frozenset([code])
        return self.under[code]


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def read_links(path):
    links = {}
    for row in read_rows(path)[1:]:
        links.setdefault(row[0], []).append(tuple(row[1:4]))
    return links


def read_table(path):
    """The names of its columns of codes; by cell its count, or None."""
    rows = read_rows(path)
    count, status = rows[0].index("count"), rows[0].index("status")
    return rows[0][:count], {tuple(row[:count]): int(row[count]) if row[status] == "ok" else None for row in rows[1:]}


class System:
    """Cells, and what is told of them. A leaf is a tuple of codes; a cell is the set of its leaves."""

    def __init__(self, k, zeros):
        self.k, self.zeros, self.sums = k, zeros, collections.Counter()
        self.cells = {}      # their leaves, by name
        self.published = {}  # by name
        self.told = {}       # leaves that are published

    def add(self, name, leaves, count):
        self.cells[name] = frozenset(leaves)
        if count is not None:
            self.published[name] = count
            if len(self.cells[name]) == 1:
                self.told[next(iter(self.cells[name]))] = count

    def close(self):
        """What is not published is unknown, leaf by leaf; leaves that are published are no longer."""
        equations = set()
        for name, count in self.published.items():
            unknown = frozenset(leaf for leaf in self.cells[name] if leaf not in self.told)
            rest = count - sum(self.told.get(leaf, 0) for leaf in self.cells[name])
            if unknown:
                equations.add((tuple(sorted(unknown)), rest))
            elif rest != 0:
                sys.exit(f"audit: {','.join(name)}: published is {count}, which is not the sum of its leaves")
        self.equations = sorted(equations)
        self.sensitive = {}  # by leaves their first name
        for name, cell in self.cells.items():
            if self.is_sensitive(name):
                self.sensitive.setdefault(cell, name)
        leaves = set(itertools.chain(*self.cells.values())) - set(self.told)
        self.variables = {leaf: f"x{i}" for i, leaf in enumerate(sorted(leaves))}

    def is_sensitive(self, name):
        number = sum(self.sums[leaf] for leaf in self.cells[name])
        return number < self.k and (number > 0 or self.zeros)

    def least(self, cell):
        """What of a cell is published leaf by leaf."""
        return sum(self.told.get(leaf, 0) for leaf in cell)

    def unknown(self, cell):
        return [leaf for leaf in sorted(cell) if leaf in self.variables]

    def write(self, path, cells, sense):
        """A program for the least or the most that cells can be together. Returns the leaves as it mentions them."""
        sign, order = "<=" if sense == "Maximize" else ">=", {}

        def terms(leaves, join):
            order.update(dict.fromkeys(leaves))
            return join.join(self.variables[leaf] for leaf in leaves)

        with open(path, "w", encoding="utf-8") as file:
            print(f"{sense}\n all: " + " + ".join(f"r{i}" for i in range(len(cells))) + "\nSubject To", file=file)
            for i, cell in enumerate(cells):
                print(f" r{i} - " + terms(self.unknown(cell), "\n - ") + f" {sign} 0", file=file)
                if sense == "Maximize":
                    # A reader needs no more than the limit: what is above it is no better.
                    print(f" r{i} <= {self.k - 1 - self.least(cell)}", file=file)
            for leaves, rest in self.equations:
                print(" " + terms(leaves, "\n + ") + f" = {rest}", file=file)
            # The others are in no equation: anything goes.
            names = [f"r{i}" for i in range(len(cells))] + [self.variables[leaf] for leaf in order]
            print("General\n " + "\n ".join(names) + "\nEnd", file=file)
        return list(order)

    def solve(self, folder, cells, sense):
        """A table that agrees with all that is published, by leaf, and whether there is none better; None: no table."""
        program, answer = os.path.join(folder, "program"), os.path.join(folder, "answer")
        order = self.write(program, cells, sense)
        result = subprocess.run(["glpsol", "--lp", program, "--write", answer, "--tmlim", str(SECONDS)],
                                stdout=subprocess.DEVNULL, check=False)
        if result.returncode != 0:
            sys.exit("audit: glpsol failed")
        with open(answer, encoding="utf-8") as file:
            columns = [line.split() for line in file]
        status = next(line[4] for line in columns if line[0] == "s")
        if status not in "of":
            return None
        # Columns have their order of first appearance; names are not written.
        values = [round(float(line[2])) for line in columns if line[0] == "j"][len(cells):]
        table = dict(zip(order, values, strict=True))
        if min(values) < 0 or any(sum(table[leaf] for leaf in leaves) != rest for leaves, rest in self.equations):
            sys.exit("audit: glpsol's table is not one that agrees with what is published")
        return table, status == "o"

    def value(self, table, cell):
        return self.least(cell) + sum(table.get(leaf, 0) for leaf in self.unknown(cell))


def solve_or_fail(system, folder, cells, sense):
    found = system.solve(folder, cells, sense)
    if found is None:
        sys.exit("audit: no table agrees with what is published, or none was found in time")
    return found


def audit(system, folder):
    """The sensitive cells that cannot be 0, or not MIN-CELL - 1. A table that shows it of some shows it of others."""
    narrow, programs = {}, 0
    for cell, name in system.sensitive.items():
        if not system.unknown(cell):
            narrow[name] = "is published, or the sum of what is"
    for sense, shows in ("Minimize", lambda n: n == 0), ("Maximize", lambda n: n >= system.k - 1):
        left = {cell: name for cell, name in system.sensitive.items() if system.unknown(cell)}
        together = True
        while left:
            # Many at once, as long as that shows of some what there is to show; then one by one.
            cells = list(left) if together else [next(iter(left))]
            table, best = solve_or_fail(system, folder, cells, sense)
            programs += 1
            shown = [cell for cell in left if shows(system.value(table, cell))]
            if not together and cells[0] not in shown:
                if not best:
                    sys.exit(f"audit: {','.join(left[cells[0]])}: not found in time")
                narrow[left[cells[0]]] = f"is at {'least' if sense == 'Minimize' else 'most'} " + \
                                         str(system.value(table, cells[0]))
                shown.append(cells[0])
            together = together and len(shown) > 1
            for cell in shown:
                del left[cell]
    return narrow, programs


# ---- one table


def read_system(published, hierarchy, truth, k, zeros):
    names, table = read_table(published)
    links = read_links(hierarchy)
    true = [(tuple(row[:len(names)]), int(row[-1])) for row in read_rows(truth)[1:]]
    axes = [Axis(links.get(name, []), {cell[d] for cell in table} | {cell[d] for cell, _ in true})
            for d, name in enumerate(names)]
    system = System(k, zeros)
    for cell, number in true:
        if all(axes[d].under[code] == {code} for d, code in enumerate(cell)):
            system.sums[cell] = number
    for cell, count in table.items():
        system.add(cell, itertools.product(*(sorted(axis.under[code]) for axis, code in zip(axes, cell))), count)
    return system


# ---- folders


def months_of(text):
    """The months of 2026-02, 2026-Q1, 2026 and 2026-02..2026-05."""
    first, _, last = text.partition("..")
    if last:
        return {month for month in itertools.chain(*(months_of(str(year)) for year in
                range(int(first[:4]), int(last[:4]) + 1))) if min(months_of(first)) <= month <= max(months_of(last))}
    found = re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])))?", text)
    year, month, quarter = found.groups()
    if month:
        return {text}
    first, last = (3 * int(quarter) - 2, 3 * int(quarter)) if quarter else (1, 12)
    return {f"{year}-{n:02}" for n in range(first, last + 1)}


class Folder:
    def __init__(self, path):
        self.name = os.path.basename(os.path.normpath(path))
        with open(os.path.join(path, "datapackage.json"), encoding="utf-8") as file:
            self.about = json.load(file)["publication"]
        names, self.table = read_table(os.path.join(path, "table.csv"))
        links = read_links(os.path.join(path, "hierarchy.csv"))
        kinds = ["place" if name in PLACES else "time" if name in TIMES else "subject" for name in names]
        self.at = {kind: d for d, kind in enumerate(kinds)}
        self.links = {kind: links.get(names[d], []) for kind, d in self.at.items()}
        if "subject" in kinds and not names[kinds.index("subject")].startswith("theme"):
            sys.exit(f"audit: {self.name}: only themes are audited together")

    def codes(self, kind):
        return {cell[self.at[kind]] for cell in self.table} if kind in self.at else {"total"}

    def months(self, cell):
        key = cell[self.at["time"]] if "time" in self.at else "total"
        return months_of(self.about["period"] if key == "total" else key)


def make_axis(folders, kind):
    """What all hierarchies say together, and the names of themes; none of them can mean something else by a code."""
    codes = set().union(*(folder.codes(kind) for folder in folders))
    links = set(itertools.chain(*(folder.links.get(kind, []) for folder in folders)))
    if kind == "subject":
        groups = {(re.split("[.]|_self$", code)[0], code) for code in codes}
        links.update((group, code, "theme") for group, code in groups if group in codes - {code})
    axis = Axis(sorted(links), codes)
    for folder in folders:
        own = Axis(folder.links.get(kind, []), folder.codes(kind))
        for code in own.sets:
            for children in own.sets[code].values():
                if frozenset().union(*map(axis.find, children)) != axis.find(code):
                    sys.exit(f"audit: {folder.name}: {code} is not what it is in others")
    return axis


def leaf_of(axis, code, rest):
    """The leaf that a question's code counts in: itself, what stands for it alone, a group, or the rest."""
    for name in code, code + "_self", code.partition(".")[0], rest:
        if axis.under.get(name) == {name}:
            return name
    sys.exit(f"audit: no leaf is {code}")


def read_folders(questions, paths):
    folders = [Folder(path) for path in paths]
    rules = {(folder.about["k"], folder.about["zeros"] == "protect") for folder in folders}
    if len(rules) > 1:
        sys.exit("audit: publications have other rules")
    system = System(*rules.pop())
    places, subjects = make_axis(folders, "place"), make_axis(folders, "subject")
    rows = read_rows(questions)
    at = [rows[0].index(name) for name in ("month", "gemeente", "theme")]
    for month, place, theme in ([row[i] for i in at] for row in rows[1:]):
        system.sums[leaf_of(places, place, "other"), leaf_of(subjects, theme, ""), month] += 1
    for folder in folders:
        for cell, count in folder.table.items():
            place, subject = (cell[folder.at[kind]] if kind in folder.at else "total" for kind in ("place", "subject"))
            leaves = list(itertools.product(places.under[place], subjects.under[subject], folder.months(cell)))
            name = (folder.name, *cell)
            if count not in (None, sum(system.sums[leaf] for leaf in leaves)):
                sys.exit(f"audit: {','.join(name)}: published is {count}, which is not what questions count")
            system.add(name, leaves, count)
    return system


def main():
    if sys.argv[1] == "--folders":
        system = read_folders(sys.argv[2], sys.argv[3:])
    else:
        system = read_system(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 5,
                             len(sys.argv) > 5 and sys.argv[5] == "protect")
    system.close()
    with tempfile.TemporaryDirectory() as folder:
        narrow, programs = audit(system, folder)
    for name, why in narrow.items():
        print(",".join(name), why)
    print(f"sensitive {len(system.sensitive)}, narrow {len(narrow)}, programs {programs}")
    sys.exit(1 if narrow else 0)


main()
