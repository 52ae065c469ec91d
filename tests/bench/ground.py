"""Makes the add-ons importable for a benchmark that needs no database."""

from odoo.tools import config

config.parse_config(["--no-http", "--log-level=error"])
