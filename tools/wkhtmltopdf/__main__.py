"""Answers to the name of wkhtmltopdf, and prints with headless Chromium.

For development and tests: Odoo wants wkhtmltopdf "with patched qt" for headers,
footers and several documents in one file, and Debian's has none of them. Understood
are the arguments that Odoo gives. Run it as ``python tools/wkhtmltopdf ARGUMENT...``.

Exit code 0, or 2 with one sentence on standard error; never 1, which Odoo takes for a
warning and goes on with an empty file.
"""

import sys

from browser import Browser, BrowserError
from command import CommandError, parse
from printing import print_documents

VERSION = "wkhtmltopdf 0.12.6 (with patched qt)"


def main(arguments):
    if "--version" in arguments or "-V" in arguments:
        print(VERSION)
        return 0
    try:
        command = parse(arguments)
        with Browser() as browser:
            pdf = print_documents(browser, command)
        command.output.write_bytes(pdf)
    except (CommandError, BrowserError, OSError) as problem:
        print(f"wkhtmltopdf (Chromium): {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
