#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The usual way of choosing what to hide, with linear programs, to compare with: how many cells it takes, not whether
they protect whole numbers step by step.

    protect-lp.py TABLE.csv HIERARCHY.csv [MIN-CELL]

Sensitive cells one after the other, the most aggregated first, then the largest: the table is changed so that the cell
is 0, and so that it is MIN-CELL - 1, at the least sum of weight times change over the cells that are not hidden yet;
those that change are hidden. A change that takes other cells to their limits counts for them too. Needs python3-scipy.
"""
import csv
import itertools
import sys
import time

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack

EPSILON = 1e-6


def read_axis(names, links, leaves):
    """The nodes of a dimension, each with its leaves, and its sums."""
    children = {}
    for parent, child, group in links:
        children.setdefault((parent, group), []).append(child)
    under = {leaf: {leaf} for leaf in leaves}

    def find(node):
        if node not in under:
            sets = [kids for (parent, _), kids in children.items() if parent == node]
            under[node] = set().union(*(find(kid) for kid in sets[0]))
        return under[node]

    nodes = list(dict.fromkeys([node for link in links for node in link[:2]] + leaves))
    for node in nodes:
        find(node)
    return nodes, under, list(children.items())


def read(table, hierarchy):
    rows = list(csv.reader(open(table, encoding="utf-8")))
    names, rows = rows[0][:-1], rows[1:]
    links = {name: [] for name in names}
    for row in csv.DictReader(open(hierarchy, encoding="utf-8")):
        links[row["dim"]].append((row["parent"], row["child"], row["set"]))
    axes = []
    for i, name in enumerate(names):
        parents = {link[0] for link in links[name]}
        leaves = list(dict.fromkeys(row[i] for row in rows if row[i] not in parents))
        axes.append(read_axis(names, links[name], leaves))
    leaf = {tuple(row[:-1]): int(row[-1]) for row in rows
            if all(len(axis[1][code]) == 1 and code in axis[1][code] for axis, code in zip(axes, row))}
    return axes, leaf


class System:
    """The cells, what they count and cost, and the equations among them."""

    def __init__(self, axes, leaf):
        self.cells = list(itertools.product(*(axis[0] for axis in axes)))
        self.number = {cell: i for i, cell in enumerate(self.cells)}
        above = [{code: [n for n in nodes if code in under[n]] for code in
                  set().union(*under.values())} for nodes, under, _ in axes]
        self.count = numpy.zeros(len(self.cells))
        for codes, count in leaf.items():
            for cell in itertools.product(*(above[d][code] for d, code in enumerate(codes))):
                self.count[self.number[cell]] += count
        self.level = numpy.array([sum(len(axes[d][1][code]) > 1 or code not in axes[d][1][code]
                                      for d, code in enumerate(cell)) for cell in self.cells])
        self.weight = numpy.array([(16 + 6 * (int(c + 1).bit_length() - 1) + 100 * (c == 0)) * 4 ** l
                                   for c, l in zip(self.count, self.level)], float)
        self.equations = []
        for d, (_, _, sets) in enumerate(axes):
            for (parent, _), kids in sets:
                for rest in itertools.product(*(axis[0] for e, axis in enumerate(axes) if e != d)):
                    at = [self.number[rest[:d] + (node,) + rest[d:]] for node in [parent] + kids]
                    self.equations.append((at[0], at[1:]))
        entries = [(row, cell, sign) for row, (parent, kids) in enumerate(self.equations)
                   for cell, sign in [(parent, -1)] + [(kid, 1) for kid in kids]]
        rows, columns, values = zip(*entries)
        self.matrix = csr_matrix((values, (rows, columns)), (len(self.equations), len(self.cells)))


def solve(system, hidden, target, change, paid):
    """The cheapest change of the table with that of the target fixed, or None."""
    used = numpy.arange(len(hidden)) if paid else numpy.flatnonzero(hidden)
    down, up = -system.count[used], numpy.full(len(used), numpy.inf)
    place = int(numpy.flatnonzero(used == target)[0])
    if not paid:
        down[place] = up[place] = change
        matrix = system.matrix[:, used]
        matrix = matrix[matrix.getnnz(axis=1) > 0]
        answer = linprog(numpy.zeros(len(used)), A_eq=matrix, b_eq=numpy.zeros(matrix.shape[0]),
                         bounds=numpy.column_stack((down, up)), method="highs")
        solution = answer.x
    else:
        # What is published costs each way: its change is the difference of two that are not below 0.
        shown = numpy.flatnonzero(~hidden)
        low = numpy.concatenate((numpy.where(hidden, down, 0), numpy.zeros(len(shown))))
        high = numpy.concatenate((up, system.count[shown]))
        low[place] = high[place] = change
        matrix = hstack((system.matrix, -system.matrix[:, shown])).tocsr()
        cost = numpy.concatenate((numpy.where(hidden, 0, system.weight), system.weight[shown]))
        answer = linprog(cost, A_eq=matrix, b_eq=numpy.zeros(matrix.shape[0]),
                         bounds=numpy.column_stack((low, high)), method="highs")
        solution = None
        if answer.status == 0:
            solution = answer.x[:len(hidden)].copy()
            solution[shown] -= answer.x[len(hidden):]
    if answer.status != 0:
        return None
    full = numpy.zeros(len(hidden))
    full[used] = solution
    return full


def main():
    k = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    system = System(*read(sys.argv[1], sys.argv[2]))
    sensitive = (system.count > 0) & (system.count < k)
    hidden = sensitive.copy()
    done = {-1: system.count == 0, 1: system.count >= k - 1}
    programs = 0
    order = sorted(numpy.flatnonzero(sensitive), key=lambda i: (-system.level[i], -system.count[i], i))
    began = time.process_time()
    for n, target in enumerate(order):
        for sign in (-1, 1):
            if done[sign][target]:
                continue
            change = -system.count[target] if sign < 0 else k - 1 - system.count[target]
            answer = solve(system, hidden, target, change, False)
            programs += 1
            if answer is None:
                answer = solve(system, hidden, target, change, True)
                programs += 1
            hidden |= numpy.abs(answer) > EPSILON
            done[-1] |= system.count + answer < EPSILON
            done[1] |= system.count + answer > k - 1 - EPSILON
        if n % 100 == 0:
            print(f"{n} of {len(order)}: {int(hidden.sum() - sensitive.sum())} secondary, {programs} programs",
                  file=sys.stderr, flush=True)
    secondary = hidden & ~sensitive
    print(f"cells {len(hidden)}, primary {int(sensitive.sum())} ({int(system.count[sensitive].sum())}), secondary "
          f"{int(secondary.sum())} ({int(system.count[secondary].sum())}), processor {time.process_time() - began:.0f} s, "
          f"{programs} programs")


main()
