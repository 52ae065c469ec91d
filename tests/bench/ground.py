"""Makes the add-ons importable before a benchmark has opened a database."""

from odoo.tools import config

config.parse_config(["--no-http", "--log-level=error"])
