from odoo import models

from .. import explain
from .o2c_task import OPEN


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        own = (
            ("services", 17, "o2c.recurring", self._o2c_card_services),
            ("tasks", 18, "o2c.task", self._o2c_card_tasks),
            ("contracts", 19, "o2c.contract", self._o2c_card_contracts),
            ("warranties", 21, "o2c.warranty", self._o2c_card_warranties),
        )
        for key, sequence, model, lines in own:
            if self.env[model].has_access("read"):
                title = explain.service.section(self.env, key)
                section = {"key": key, "sequence": sequence, "title": title}
                sections.append({**section, "lines": lines()})
        return sections

    def _o2c_card_services(self):
        return self._o2c_card_lines(
            "o2c.recurring",
            [("partner_id", "in", self._o2c_family().ids), ("state", "!=", "ended")],
            "id desc",
            lambda service: {"value": explain.service.service_line(service)},
        )

    def _o2c_card_tasks(self):
        return self._o2c_card_lines(
            "o2c.task",
            [("partner_id", "in", self._o2c_family().ids), ("state", "in", OPEN)],
            "due_at, id",
            lambda task: {
                "value": explain.service.task_line(task),
                "tone": "danger" if task.state == "failed" else "",
            },
        )

    def _o2c_card_contracts(self):
        return self._o2c_card_lines(
            "o2c.contract",
            [("partner_id", "in", self._o2c_family().ids), ("state", "!=", "void")],
            "id desc",
            lambda contract: {"value": explain.service.state_name(contract)},
        )

    def _o2c_card_warranties(self):
        return self._o2c_card_lines(
            "o2c.warranty",
            [
                ("partner_id", "in", self._o2c_family().ids),
                ("state", "=", "covered"),
            ],
            "date_end, id",
            lambda warranty: {"value": explain.service.covered_until(warranty)},
        )
