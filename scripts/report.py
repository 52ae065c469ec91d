#!/usr/bin/env python3
"""Add up the JUnit files of several test runs and say one closing line.

    report.py OUTPUT [NAME=JUNIT-FILE]... [NAME=ok]... [NAME=failed]...

Each NAME becomes a line of the table; a check without a JUnit file ("ok", "failed")
counts as one test, and so does a run whose file is missing, because it never came to
its tests. OUTPUT gets all runs in one JUnit file. Exit code 1 if anything failed.
"""

import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """Counts of one run; ``seconds`` as pytest measured them."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def read(name, source):
    """Return the Result of "ok", "failed" or a JUnit file, and its suites."""
    if source == "ok":
        return Result(name, passed=1), []
    if not Path(source).is_file():
        return Result(name, failed=1), []
    suites = list(ET.parse(source).getroot().iter("testsuite"))
    for suite in suites:
        suite.set("name", name)
    return add_up(name, [_count(name, suite) for suite in suites]), suites


def _count(name, suite):
    tests, *bad, skipped = (
        int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")
    )
    passed = tests - sum(bad) - skipped
    return Result(name, passed, sum(bad), skipped, float(suite.get("time", 0)))


def add_up(name, results):
    """Return one Result that is the sum of the others."""
    columns = ("passed", "failed", "skipped", "seconds")
    sums = {key: sum(getattr(result, key) for result in results) for key in columns}
    return Result(name, **sums)


def table(results):
    """Return the lines of a table with one result each."""
    yield f"{'':40} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}"
    for line in results:
        counts = f"{line.passed:7} {line.failed:7} {line.skipped:8}"
        yield f"{line.name:40} {counts} {line.seconds:8.1f}"


def write(output, suites):
    root = ET.Element("testsuites")
    root.extend(suites)
    ET.ElementTree(root).write(output, encoding="utf-8", xml_declaration=True)


def main(output, *runs):
    read_runs = [read(*run.split("=", 1)) for run in runs]
    results = [result for result, _suites in read_runs]
    write(output, [suite for _result, suites in read_runs for suite in suites])
    total = add_up("total", results)
    print("\n".join(["", *table(results), ""]))
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
